import { expect, it } from 'vitest';

import { sameTimeLater } from './sameTime';

const at = (instant: string) => Date.parse(instant);

it('is a week later at the same hour of the clock, also over a change of it', () => {
  const now = at('2026-10-22T10:00:00Z');
  expect(sameTimeLater('2026-10-22T08:00:00Z', 'Asia/Singapore', now)).toBe(
    '2026-10-29T08:00:00.000Z',
  );
  expect(sameTimeLater('2026-10-22T08:00:00Z', 'Europe/Berlin', now)).toBe(
    '2026-10-29T09:00:00.000Z',
  );
});

it('is in the first week that is not too near', () => {
  const earliest = at('2026-11-06T08:00:01Z');
  expect(sameTimeLater('2026-10-23T08:00:00Z', 'Asia/Singapore', earliest)).toBe(
    '2026-11-13T08:00:00.000Z',
  );
});

it('is none if the clock skips that hour', () => {
  const now = at('2026-03-22T02:00:00Z');
  expect(sameTimeLater('2026-03-22T01:30:00Z', 'Europe/Berlin', now)).toBeNull();
});
