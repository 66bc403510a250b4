import { Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './Says.module.css';
import { Say, type Message } from './say';

/** Long enough to be read by somebody who looks elsewhere first. */
const SHOWN_MS = 10_000;

/**
 * Shows what was done on the pages inside it, whatever page follows, and says it to those who can't see
 * it. The same words are said again if the same is done again.
 */
export function Says({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<{ message: Message; turn: number } | null>(null);
  const say = useCallback(
    (message: Message) => setSaid((before) => ({ message, turn: (before?.turn ?? 0) + 1 })),
    [],
  );
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Say value={say}>
      {children}
      <div aria-live="polite" className={classes.place}>
        <Suspense fallback={null}>
          {said && <Words key={said.turn} message={said.message} />}
        </Suspense>
      </div>
    </Say>
  );
}

function Words({ message: { what, name = '' } }: { message: Message }) {
  const { t } = useTranslation('said');
  return <p className={classes.words}>{t(what, { name })}</p>;
}
