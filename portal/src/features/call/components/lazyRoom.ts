import { lazy } from 'react';

import { loadPart } from '../../../shared/loadPart';

let room: Promise<typeof import('./Room')> | undefined;

/** The meeting client is large: it comes when somebody is about to join. */
const load = () => (room ??= loadPart(() => import('./Room')));

/** The room, which is loaded when it is shown, or before by `fetchRoom`. */
export const LazyRoom = lazy(load);

/** Loads the room, so that it is there when its door opens. */
export function fetchRoom(): void {
  void load();
}
