import { fileURLToPath } from 'node:url';

import type { Plugin } from 'vite';

const NO_RECURRENCE = fileURLToPath(new URL('no-recurrence.mjs', import.meta.url));

/**
 * The calendar for browsers that have no `toSorted` (Chrome before 110, Firefox before 115, Safari before 16), and
 * without what makes rules of recurrence into dates: we have none. Fails when the library has changed.
 */
export function oldSchedule(): Plugin {
  return {
    name: 'old-schedule',
    enforce: 'pre',
    resolveId: (name) => (name === 'rrule' ? NO_RECURRENCE : null),
    transform(code, id) {
      if (!id.includes('@mantine/schedule') || !id.endsWith('sort-events.mjs')) return null;
      if (!code.includes('.toSorted(')) this.error('The calendar sorts in another way now.');
      return { code: code.replaceAll('.toSorted(', '.slice().sort('), map: null };
    },
  };
}
