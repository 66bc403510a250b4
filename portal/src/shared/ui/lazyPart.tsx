import { lazy, useState, type ComponentType, type ReactNode } from 'react';

import { loadPart } from '../loadPart';

/** A part of the portal that is loaded when it is first shown, or before. */
export interface LazyPart<Props> {
  (props: Props): ReactNode;
  /** Loads the part before it is shown. */
  fetch: () => Promise<unknown>;
}

/**
 * A part of the portal that is loaded when it is first shown. What can't be loaded is tried again until
 * it can: meanwhile `Loading` says so, and nothing around it is lost.
 *
 * What is loaded already is shown at once. React's `lazy` would show a fallback first even then, and the part no
 * sooner than 300 ms later.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyPart<Props> {
  let loading: ReturnType<typeof load> | undefined;
  let loaded: ComponentType<Props> | undefined;
  const once = () =>
    (loading ??= loadPart(load).then((part) => {
      loaded = part.default;
      return part;
    }));
  const Lazy: ComponentType<Props> = lazy(once);
  function Part(props: Props) {
    const [Shown] = useState(() => loaded ?? Lazy);
    return <Shown {...props} />;
  }
  return Object.assign(Part, { fetch: once });
}
