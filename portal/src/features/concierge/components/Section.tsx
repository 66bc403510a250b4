import { useId, type ReactNode } from 'react';

import { Loading } from '../../../shared/ui/Loading';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import classes from './Console.module.css';

interface Read<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

interface Props<T> {
  title: string;
  /** What the section is about, as it was read. */
  read: Read<T>;
  children: (data: T) => ReactNode;
}

/** A part of a page that is read by itself. What was read stays when reading it anew fails. */
export function Section<T>({ title, read, children }: Props<T>) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={classes.section}>
      <h2 id={heading}>{title}</h2>
      <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      {read.data !== undefined && children(read.data)}
    </section>
  );
}
