import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';

import { Initials } from '../../../shared/ui/Initials';
import { PageTitle } from '../../../shared/ui/PageTitle';
import classes from './DoorCard.module.css';

interface Props {
  /** The provider. */
  name: string;
  title: string;
  /** What they are greeted with. */
  welcome?: string;
  children: ReactNode;
}

/** What a member sees first: whose session it is, what the page is for, and what to do now. */
export function DoorCard({ name, title, welcome, children }: Props) {
  return (
    <Paper withBorder p="lg" mb="lg" className={classes.card}>
      <div className={classes.head}>
        <Initials name={name} size="lg" />
        <PageTitle>{title}</PageTitle>
      </div>
      {welcome && <p className={classes.welcome}>{welcome}</p>}
      {children}
    </Paper>
  );
}
