import type { ComponentType, ReactNode } from 'react';

/** What is around a page while it is not a meeting, which has the window to itself. */
export type Frame = ComponentType<{ children: ReactNode }>;
