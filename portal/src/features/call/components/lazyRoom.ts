import { lazyPart } from '../../../shared/ui/lazyPart';

/** The room. The meeting client is large: it comes when somebody is about to join. */
export const LazyRoom = lazyPart(() => import('./Room'));
