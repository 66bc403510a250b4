import { expect, it } from 'vitest';

import { boundsOf, monthAfter } from './span';

const NOW = Date.parse('2026-11-29T12:00:20Z');

it('has a whole month of the zone’s calendar, without what is over', () => {
  expect(boundsOf({ month: '2026-12', zone: 'Asia/Singapore' }, NOW)).toEqual({
    from: '2026-11-30T16:00:00.000Z',
    to: '2026-12-31T16:00:00.000Z',
  });
  expect(boundsOf({ month: '2026-11', zone: 'Asia/Singapore' }, NOW)).toEqual({
    from: '2026-11-29T12:01:00.000Z',
    to: '2026-11-30T16:00:00.000Z',
  });
});

it('has the week before and after an instant', () => {
  const { from, to } = boundsOf({ around: '2026-12-01T09:00:00Z' }, NOW);
  expect([from, to]).toEqual(['2026-11-29T12:01:00.000Z', '2026-12-08T09:00:00.000Z']);
});

it('is never empty, also in the last minute of a month', () => {
  const { from, to } = boundsOf({ month: '2026-11', zone: 'UTC' }, Date.parse('2026-12-02'));
  expect(from < to).toBe(true);
});

it('counts months across years', () => {
  expect([monthAfter('2026-12', 1), monthAfter('2027-01', -1)]).toEqual(['2027-01', '2026-12']);
});
