import { useEffect, useEffectEvent } from 'react';

import type { Report } from './member';

/** How long until the next try after a report that had no answer. */
const AGAIN_MS = 2_000;

/**
 * Says that this page is in the meeting for as long as it is, and that it has left when it is closed.
 * `hear` gets each answer, and says whether the page counts as in; if it doesn't, though it is, the page
 * says anew that it has joined. So does one that comes back after it was put aside.
 */
export function useReports<Answer extends { nextReportMs: number }>(
  isIn: boolean,
  generation: number,
  report: (report: Report) => Promise<Answer>,
  hear: (answer: Answer) => boolean,
  fail: (error: unknown) => void,
): void {
  const send = useEffectEvent(report);
  const onAnswer = useEffectEvent(hear);
  const onError = useEffectEvent(fail);
  useEffect(() => {
    if (!isIn) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const say = async (state: 'joined' | 'alive') => {
      let next = AGAIN_MS;
      let said: 'joined' | 'alive' = state;
      try {
        const answer = await send({ state, generation });
        if (over) return;
        next = answer.nextReportMs;
        said = onAnswer(answer) ? 'alive' : 'joined';
      } catch (error) {
        if (over) return;
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
      window.removeEventListener('pagehide', close);
      window.removeEventListener('pageshow', comeBack);
    };
  }, [isIn, generation]);
}
