import { Title } from '@mantine/core';
import type { ReactNode } from 'react';

import classes from './Phone.module.css';

/** One step under its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className={classes.step}>
      <Title order={2} className={classes.heading}>
        {title}
      </Title>
      {children}
    </li>
  );
}
