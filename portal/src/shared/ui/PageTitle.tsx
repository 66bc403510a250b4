import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';

import { useServiceName } from './ServiceName';
import { titlePrefix } from './titleBadge';

/** Whether a page was shown before: the first one takes no focus, the browser has just loaded it. */
let shownBefore = false;

interface Props {
  children: string;
  /** Show the words in the browser's tab only. */
  tabOnly?: boolean;
}

/** The heading of a page, and the words in the browser's tab. Takes the focus when the page changes. */
export function PageTitle({ children, tabOnly = false }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const service = useServiceName();
  useEffect(() => {
    titlePrefix.setTitle(`${children} · ${service}`);
  }, [children, service]);
  useEffect(() => {
    if (shownBefore) heading.current?.focus();
    shownBefore = true;
  }, []);
  if (tabOnly) return null;
  return (
    <Title order={1} ref={heading} tabIndex={-1}>
      {children}
    </Title>
  );
}
