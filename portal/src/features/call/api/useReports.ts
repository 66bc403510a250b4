import { useEffect, useEffectEvent, useState } from 'react';

import { backOff, pauseTold } from '../../../shared/time/backOff';
import type { Report } from './member';

/** How often one reports until the service has said how often it wants to hear. */
const USUAL_MS = 4_000;

/**
 * Says that this page is in the meeting for as long as it is, and that it has left when it is closed.
 * `hear` gets each answer, and says whether the page counts as in; if it doesn't, though it is, the page
 * says anew that it has joined. So does one that comes back after it was put aside. A report that fails is
 * never the last, and makes none come sooner than usual. What went wrong with the last one is the result,
 * until one is answered.
 */
export function useReports<Answer extends { nextReportMs: number }>(
  isIn: boolean,
  generation: number,
  report: (report: Report) => Promise<Answer>,
  hear: (answer: Answer) => boolean,
  fail?: (error: unknown) => void,
): unknown {
  const [failure, setFailure] = useState<unknown>(null);
  const send = useEffectEvent(report);
  const onAnswer = useEffectEvent(hear);
  const onError = useEffectEvent((error: unknown) => fail?.(error));
  useEffect(() => {
    if (!isIn) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    let usualMs = USUAL_MS;
    let failures = 0;
    const say = async (state: 'joined' | 'alive') => {
      let said: 'joined' | 'alive' = state;
      let next: number;
      try {
        const answer = await send({ state, generation });
        if (over) return;
        failures = 0;
        setFailure(null);
        usualMs = pauseTold(answer.nextReportMs, USUAL_MS);
        next = usualMs;
        said = onAnswer(answer) ? 'alive' : 'joined';
      } catch (error) {
        if (over) return;
        failures += 1;
        next = backOff(failures, error, usualMs);
        setFailure(error);
        onError(error);
      }
      timer = setTimeout(() => void say(said), next);
    };
    const close = () => {
      void send({ state: 'left', generation }).catch(() => undefined);
    };
    const comeBack = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      clearTimeout(timer);
      void say('joined');
    };
    void say('joined');
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', comeBack);
    return () => {
      over = true;
      clearTimeout(timer);
      setFailure(null);
      window.removeEventListener('pagehide', close);
      window.removeEventListener('pageshow', comeBack);
    };
  }, [isIn, generation]);
  return failure;
}
