import { useState } from 'react';

import type { Entrance } from '../meeting/entrance';
import type { Ending, MeetingState } from '../meeting/state';

/** Where somebody is with respect to a meeting. */
export type Stay =
  | { where: 'outside' }
  | { where: 'room'; entrance: Entrance }
  /** Out without having wanted to, or on purpose. */
  | { where: 'out'; why: Ending };

/** The stay of this page in a meeting: going in, being in, and how it ended. */
export function useStay() {
  const [stay, setStay] = useState<Stay>({ where: 'outside' });
  const [phase, setPhase] = useState<MeetingState['phase']>('connecting');
  return {
    stay,
    isIn: stay.where === 'room' && phase === 'in',
    generation: stay.where === 'room' ? stay.entrance.generation : 0,
    onPhase: (now: MeetingState['phase'], ending: Ending | null) => {
      setPhase(now);
      if (now === 'over' && ending) setStay({ where: 'out', why: ending });
    },
    enter: (entrance: Entrance) => {
      setPhase('connecting');
      setStay({ where: 'room', entrance });
    },
    goOut: (why: Ending) => setStay({ where: 'out', why }),
    goBack: () => setStay({ where: 'outside' }),
  };
}
