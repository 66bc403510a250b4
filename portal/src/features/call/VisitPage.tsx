import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { createApi } from '../../shared/api/client';
import { ApiError } from '../../shared/api/problem';
import { createQueryClient } from '../../shared/api/queryClient';
import { Loading } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { byLink, type MemberSide } from './api/member';
import type { Frame } from './components/frame';
import { MemberCall } from './components/MemberCall';
import type {} from './i18n/catalogue';

/** The page that a member's link leads to: it speaks with the token in the link, and no other. */
export default function VisitPage({ frame }: { frame: Frame }) {
  const [token] = useState(() => location.hash.slice(1));
  const [queries] = useState(createQueryClient);
  const [side] = useState(() =>
    byLink(
      createApi({ current: () => Promise.resolve(token), renewed: () => Promise.resolve(null) }),
    ),
  );
  return (
    <QueryClientProvider client={queries}>
      <Visit side={side} frame={frame} />
    </QueryClientProvider>
  );
}

function Visit({ side, frame: Frame }: { side: MemberSide; frame: Frame }) {
  const { t } = useTranslation('call');
  const visit = useQuery({ queryKey: ['visit'], queryFn: ({ signal }) => side.see(signal) });
  if (visit.data) return <MemberCall side={side} booking={visit.data} frame={Frame} />;
  const mayPass = visit.error instanceof ApiError && visit.error.passing;
  return (
    <Frame>
      <PageTitle>{t('waiting.title')}</PageTitle>
      <ProblemAlert
        error={visit.error}
        onRetry={mayPass ? () => void visit.refetch() : undefined}
      />
      {visit.isPending && <Loading />}
    </Frame>
  );
}
