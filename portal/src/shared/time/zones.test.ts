import { afterEach, describe, expect, it, vi } from 'vitest';

import { dateAndTime, isoDate, zoneName } from './format';
import { instantAt, startOfDay } from './local';
import { browserZone, canonicalZone, usableZone } from './zones';

const AT = '2026-11-22T17:30:00Z';

afterEach(() => vi.restoreAllMocks());

const unknown = ['Etc/Unknown', '', 'Mars/Olympus', 'undefined', 'GMT+25:00'];

describe.each(unknown)('a zone that the browser refuses (%s)', (zone) => {
  it('shows the time in UTC, and says so', () => {
    expect(usableZone(zone)).toBe('UTC');
    expect(dateAndTime(AT, zone, 'en')).toContain('17:30');
    expect(zoneName(zone, 'en', AT)).toMatch(/GMT|UTC/);
    expect(isoDate(AT, zone)).toBe('2026-11-22');
    expect(instantAt('2026-11-22', '17:30', zone)).toBe('2026-11-22T17:30:00.000Z');
    expect(startOfDay('2026-11-22', zone)).toBe('2026-11-22T00:00:00.000Z');
  });
});

it.each([
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
  ['Asia/Ho_Chi_Minh', 'Asia/Ho_Chi_Minh'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['US/Pacific', 'America/Los_Angeles'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Mars/Olympus', 'Mars/Olympus'],
])('%s is called %s', (alias, name) => expect(canonicalZone(alias)).toBe(name));

it.each([
  ['Etc/Unknown', 'UTC'],
  ['', 'UTC'],
  [undefined, 'UTC'],
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
])('takes the browser’s own zone %s for %s', (timeZone, name) => {
  const own = vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions');
  own.mockReturnValueOnce({ timeZone } as Intl.ResolvedDateTimeFormatOptions);
  expect(browserZone()).toBe(name);
});
