import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useState, type ReactNode } from 'react';

import { ApiProvider } from '../shared/api/ApiProvider';
import { createApi } from '../shared/api/client';
import { createQueryClient } from '../shared/api/queryClient';
import { useSession } from '../shared/auth/SessionProvider';
import { profileQuery } from '../shared/me/useProfile';
import { Loading } from '../shared/ui/Loading';

/** Gives the pages of somebody who is signed in an API that speaks for them, and a cache. */
export function SignedIn({ children }: { children: ReactNode }) {
  const session = useSession();
  const [api] = useState(() => createApi(session.tokens));
  const [queries] = useState(() => {
    const cache = createQueryClient();
    // Asked for before anything is drawn: nearly all that is shown needs its zone.
    cache.query(profileQuery(api)).catch(() => undefined);
    return cache;
  });
  return (
    <ApiProvider api={api}>
      <QueryClientProvider client={queries}>
        {/* What is waited for below must not have the cache made a second time. */}
        <Suspense fallback={<Loading />}>{children}</Suspense>
      </QueryClientProvider>
    </ApiProvider>
  );
}
