import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { speak, startTranslations } from '../i18n/setup';
import { clock, isoDate, longDate, minutes, span, timeRange, timeToGo, zoneName } from './format';

const START = '2026-11-22T17:30:00Z';

describe('dates and times', () => {
  it('are those of the zone that is named', () => {
    expect(longDate(START, 'Asia/Singapore', 'en')).toMatch(/^Monday,? 23 November 2026$/);
    expect(timeRange(START, '2026-11-22T18:20:00Z', 'Asia/Ho_Chi_Minh', 'en')).toBe(
      '00:30 – 01:20',
    );
    expect(isoDate(START, 'Asia/Singapore')).toBe('2026-11-23');
    expect(isoDate(START, 'America/New_York')).toBe('2026-11-22');
  });

  it('name the zone as people do, with its distance from UTC at that instant', () => {
    expect(zoneName('Asia/Ho_Chi_Minh', 'en', START)).toBe('Vietnam Time (GMT+7)');
    expect(zoneName('Asia/Ho_Chi_Minh', 'vi', START)).toContain('GMT+7');
    expect(zoneName('Europe/Berlin', 'en', '2026-07-01T00:00:00Z')).toContain('GMT+2');
  });

  it('are in the reader’s language', () => {
    expect(longDate(START, 'Asia/Singapore', 'vi')).toContain('Thứ Hai');
    expect(minutes(50, 'vi')).toBe('50 phút');
    expect([span(1440, 'en'), span(90, 'en')]).toEqual(['24 hours', '90 minutes']);
    expect(span(1440, 'vi')).toBe('24 giờ');
  });
});

describe('a browser that knows no newer kinds of a zone’s name (S12)', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('names the zone by an older one', () => {
    const { DateTimeFormat } = Intl;
    const old = function (locales: string, options: Intl.DateTimeFormatOptions) {
      const { timeZoneName } = options;
      if (timeZoneName && timeZoneName !== 'short') throw new RangeError('timeZoneName');
      return new DateTimeFormat(locales, options);
    };
    vi.stubGlobal('Intl', { ...Intl, DateTimeFormat: old });
    expect(zoneName('Asia/Tokyo', 'en', START)).toBe('GMT+9');
  });
});

describe('the time to go', () => {
  beforeAll(() => startTranslations(loadCatalogue));
  const now = Date.parse(START);
  const ahead = (count: number) => timeToGo(now + count * 60_000, now, 'en');

  it('is said in the unit that says enough', () => {
    expect(ahead(0.5)).toBe('now');
    expect(ahead(25.9)).toBe('in 25 minutes');
    expect(ahead(-5)).toBe('5 minutes ago');
    expect(ahead(180)).toBe('in 3 hours');
    expect(ahead(60 * 24 * 3)).toBe('in 3 days');
  });

  it('is said in the reader’s language', async () => {
    await speak('vi');
    expect(timeToGo(now + 60_000, now, 'vi')).toBe('sau 1 phút nữa');
    expect(timeToGo(now - 7_200_000, now, 'vi')).toBe('2 giờ trước');
  });
});

describe('a clock', () => {
  it('has hours only when there are any', () => {
    expect(clock(65.9)).toBe('1:05');
    expect(clock(3845)).toBe('1:04:05');
    expect(clock(-1)).toBe('0:00');
  });
});
