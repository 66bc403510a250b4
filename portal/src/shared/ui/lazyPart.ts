import { lazy, type ComponentType } from 'react';

import { loadPart } from '../loadPart';

/**
 * A part of the portal that is loaded when it is first shown. What can't be loaded is tried again until
 * it can: meanwhile `Loading` says so, and nothing around it is lost.
 */
export function lazyPart<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(() => loadPart(load));
}
