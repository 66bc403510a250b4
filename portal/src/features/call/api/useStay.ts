import { useEffect, useState } from 'react';

import { isConnected, next, WAITING, type Stay, type StayEvent } from './stay';

/** How often one looks whether something takes too long. */
const TICK_MS = 1_000;

/** The stay of this page in a meeting, with the time that passes. */
export function useStay() {
  const [stay, setStay] = useState<Stay>(WAITING);
  const tell = (event: StayEvent) => setStay((last) => next(last, event, performance.now()));
  const isUnderway = (stay.where === 'entering' || stay.where === 'in') && stay.lostSince !== null;
  useEffect(() => {
    if (!isUnderway) return;
    const tick = () => setStay((last) => next(last, { what: 'tick' }, performance.now()));
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [isUnderway]);
  return { stay, tell, isIn: isConnected(stay), generation: generationOf(stay) };
}

function generationOf(stay: Stay): number {
  return stay.where === 'entering' || stay.where === 'in' ? stay.entrance.generation : 0;
}
