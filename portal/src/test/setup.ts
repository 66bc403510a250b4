import '../shared/i18n/catalogues';

import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

afterEach(cleanup);

// jsdom has none of what the component library asks the browser for.
vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
const nothing = () => undefined;
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = nothing;
    unobserve = nothing;
    disconnect = nothing;
  },
);
Element.prototype.scrollIntoView = nothing;
Object.defineProperty(document, 'fonts', {
  value: { addEventListener: nothing, removeEventListener: nothing },
});
