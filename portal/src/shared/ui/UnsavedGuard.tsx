import type { ReactNode } from 'react';

import { useUnsaved } from './leaving';

/** Guards what is typed into the form inside it, until it is gone. A `Dialog` guards its own. */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const { touch } = useUnsaved();
  return <div onChange={touch}>{children}</div>;
}
