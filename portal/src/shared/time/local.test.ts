import { expect, it } from 'vitest';

import {
  addDays,
  instantAt,
  instantFrom,
  isDate,
  mondayOf,
  offsetMinutes,
  startOfDay,
} from './local';

it('finds the instant of a local time', () => {
  expect(instantAt('2026-11-22', '14:30', 'Asia/Singapore')).toBe('2026-11-22T06:30:00.000Z');
  expect(instantAt('2026-11-22', '00:00', 'America/New_York')).toBe('2026-11-22T05:00:00.000Z');
  expect(instantAt('2026-11-22', '25:00', 'Asia/Singapore')).toBeNull();
  expect(instantAt('', '', 'Asia/Singapore')).toBeNull();
});

it('knows the hours that a clock skips or repeats', () => {
  expect(instantAt('2026-03-08', '02:30', 'America/New_York')).toBeNull();
  expect(instantAt('2026-03-08', '03:00', 'America/New_York')).toBe('2026-03-08T07:00:00.000Z');
  expect(instantAt('2026-11-01', '01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
});

it('finds where a day begins, also where midnight is skipped', () => {
  expect(startOfDay('2026-11-22', 'Asia/Ho_Chi_Minh')).toBe('2026-11-21T17:00:00.000Z');
  // In Beirut the clock goes from midnight to one o'clock.
  expect(startOfDay('2026-03-29', 'Asia/Beirut')).toBe('2026-03-28T22:00:00.000Z');
});

it('takes a time that the clock skips for a later one, and knows the end of a day', () => {
  expect(instantFrom('2026-03-08', '02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
  expect(instantFrom('2026-03-08', '24:00', 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
  expect(instantFrom('2026-11-22', '14:30', 'Asia/Singapore')).toBe('2026-11-22T06:30:00.000Z');
});

it('knows how far a clock is ahead of UTC, to the minute', () => {
  const offset = (at: string, zone: string) => offsetMinutes(Date.parse(at), zone);
  expect(offset('2026-11-22T10:00:59.999Z', 'Asia/Singapore')).toBe(480);
  expect(offset('2026-11-22T10:00:00Z', 'America/St_Johns')).toBe(-210);
  expect(offset('2026-07-01T10:00:31Z', 'America/New_York')).toBe(-240);
});

it('counts in days, and finds the Monday of a week', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(mondayOf('2026-11-22')).toBe('2026-11-16');
  expect(mondayOf('2026-11-23')).toBe('2026-11-23');
});

it('tells a date from what only looks like one', () => {
  expect(['2026-11-22', '2028-02-29', '1999-12-31'].filter(isDate)).toHaveLength(3);
  const none = ['', 'x', '20266-01-01', '0002-01-01', '9999-12-31', '2026-02-31', '2026-13-01'];
  expect([...none, '2026-1-1', '2026-11-22T00:00', '+010000-01-01'].filter(isDate)).toEqual([]);
});
