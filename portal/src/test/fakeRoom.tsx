/** In place of the meeting and its client, which no test without a browser has. */
import { useEffect, useEffectEvent, type ReactNode } from 'react';

import type { MeetingState } from '../features/call/meeting/state';

type Told = Pick<MeetingState, 'phase' | 'ending' | 'otherPresent'>;

interface Props {
  onState: (state: Told) => void;
  children?: ReactNode;
}

const together: Told = { phase: 'in', ending: null, otherPresent: true };

/** What the client says next. */
export const client: { say: (told: Partial<Told>) => void } = { say: () => undefined };

/** Is in with the other at once, and shows what the page says. */
export function LazyRoom({ onState, children }: Props) {
  const tell = useEffectEvent(onState);
  useEffect(() => {
    tell(together);
    client.say = (told) => tell({ ...together, ...told });
  }, []);
  return <div>In the meeting {children}</div>;
}

LazyRoom.fetch = () => Promise.resolve();
