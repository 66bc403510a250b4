import { lazyPart } from '../../../shared/ui/lazyPart';

/** The meeting client is large: it comes when somebody is about to join. */
const load = () => import('./Room');

/** The room, which is loaded when it is shown, or before by `fetchRoom`. */
export const LazyRoom = lazyPart(load);

/** Loads the room, so that it is there when its door opens. */
export function fetchRoom(): void {
  void load().catch(() => undefined);
}
