import { use, type ReactNode } from 'react';

import type { Catalogues } from '../i18n/catalogues';
import { Advice } from './useProblemWords';

interface Props {
  /** The catalogue whose `advice` goes before all other. */
  from: keyof Catalogues;
  children: ReactNode;
}

/** Gives advice of its own on problems inside it, where the usual one would mislead. */
export function WithAdvice({ from, children }: Props) {
  const outer = use(Advice);
  return <Advice value={[from, ...outer]}>{children}</Advice>;
}
