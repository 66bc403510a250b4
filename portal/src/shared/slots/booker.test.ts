import { expect, it } from 'vitest';

import { isNight, otherClocks, timeBeside } from './clocks';
import { nextBest } from './nextBest';
import { byPart } from './parts';

const slot = (startsAt: string) => ({ startsAt, endsAt: startsAt });
const starts = (slots: { startsAt: string }[]) => slots.map(({ startsAt }) => startsAt);

it('shares a day into morning, afternoon and evening of the reader’s clock', () => {
  const day = ['2026-12-01T01:00:00Z', '2026-12-01T04:00:00Z', '2026-12-01T10:00:00Z'].map(slot);
  const parts = (zone: string) => byPart(day, zone).map(({ part, slots }) => [part, slots.length]);
  expect(parts('Asia/Singapore')).toEqual([
    ['morning', 1],
    ['afternoon', 1],
    ['evening', 1],
  ]);
  expect(parts('UTC')).toEqual([['morning', 3]]);
});

it('knows the nights of each clock', () => {
  expect(isNight('2026-12-01T14:00:00Z', 'Asia/Singapore')).toBe(true);
  expect(isNight('2026-12-01T14:00:00Z', 'Asia/Ho_Chi_Minh')).toBe(false);
  expect(isNight('2026-12-01T00:00:00Z', 'Asia/Ho_Chi_Minh')).toBe(false);
  expect(isNight('2026-11-30T23:55:00Z', 'Asia/Ho_Chi_Minh')).toBe(true);
});

it('names the day on a clock that is in another one', () => {
  const beside = (at: string) => timeBeside(at, 'America/New_York', 'Asia/Singapore', 'en');
  expect(beside('2026-12-01T02:00:00Z')).toBe('Mon 21:00');
  expect(beside('2026-12-01T14:00:00Z')).toBe('09:00');
});

it('shows no clock twice', () => {
  const clocks = [
    { name: 'Mai', zone: 'Asia/Saigon' },
    { name: 'Grace', zone: 'Asia/Singapore' },
    { name: 'An', zone: 'Asia/Singapore' },
  ];
  expect(otherClocks('Asia/Ho_Chi_Minh', clocks).map(({ name }) => name)).toEqual(['Grace']);
});

it('offers the nearest times, and the same hour of other days', () => {
  const free = [
    '2026-12-01T09:00:00Z',
    '2026-12-02T07:00:00Z',
    '2026-12-02T08:45:00Z',
    '2026-12-02T09:00:00Z',
    '2026-12-02T09:15:00Z',
    '2026-12-02T09:30:00Z',
    '2026-12-03T09:00:00Z',
    '2026-12-04T08:00:00Z',
  ].map(slot);
  expect(starts(nextBest(free, '2026-12-02T09:00:00.000Z', 'Asia/Singapore'))).toEqual([
    '2026-12-01T09:00:00Z',
    '2026-12-02T08:45:00Z',
    '2026-12-02T09:15:00Z',
    '2026-12-02T09:30:00Z',
    '2026-12-03T09:00:00Z',
  ]);
});
