import type { ReactNode } from 'react';

import { useUnsaved } from './leaving';

/** Guards what is typed into the forms and dialogs inside it, until they are gone. */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const { touch } = useUnsaved();
  return <div onChange={touch}>{children}</div>;
}
