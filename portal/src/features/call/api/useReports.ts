import { useEffect, useEffectEvent } from 'react';

import type { Report } from './member';

/** How long until the next try after a report that had no answer. */
const AGAIN_MS = 2_000;

/**
 * Says that this page is in the meeting for as long as it is, and that it has left when it is closed.
 * `hear` gets each answer. A page that is reloaded says soon after that it is in again.
 */
export function useReports<Answer extends { nextReportMs: number }>(
  isIn: boolean,
  generation: number,
  report: (report: Report) => Promise<Answer>,
  hear: (answer: Answer) => void,
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
        said = 'alive';
        next = answer.nextReportMs;
        onAnswer(answer);
      } catch (error) {
        if (over) return;
        onError(error);
      }
      timer = setTimeout(() => void say(said), next);
    };
    const close = () => {
      void send({ state: 'left', generation }).catch(() => undefined);
    };
    void say('joined');
    window.addEventListener('pagehide', close);
    return () => {
      over = true;
      clearTimeout(timer);
      window.removeEventListener('pagehide', close);
    };
  }, [isIn, generation]);
}
