import { Text } from '@mantine/core';
import type { IconProps } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';

import classes from './Empty.module.css';

interface Props {
  icon: ComponentType<IconProps>;
  /** What there is not: words, or the title of a page. */
  title: ReactNode;
  /** What will be here, or what to do. */
  text?: string;
  /** The way on. */
  children?: ReactNode;
}

/** In place of what there is nothing of, or what could not be shown. */
export function Empty({ icon: Icon, title, text, children }: Props) {
  return (
    <div className={classes.box}>
      <span className={classes.sign}>
        <Icon size={28} stroke={1.5} aria-hidden="true" />
      </span>
      {typeof title === 'string' ? <Text fw={600}>{title}</Text> : title}
      {text !== undefined && <Text className={classes.text}>{text}</Text>}
      {children}
    </div>
  );
}
