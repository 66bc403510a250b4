/** Dates and times in words. Always in a zone that is named: the browser's own is never assumed. */
import i18next from 'i18next';

import { localeOf } from '../i18n/languages';
import { usableZone } from './zones';

/** An instant as the API writes it, or in milliseconds of the epoch. */
export type Instant = string | number;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(localeOf(language), {
      timeZone: usableZone(timeZone),
      ...options,
    });
    formats.set(key, found);
  }
  return found;
}

/** `Sunday, 22 November 2026`. */
export function longDate(at: Instant, zone: string, language: string): string {
  return format(language, zone, { dateStyle: 'full' }).format(new Date(at));
}

/** `Sun, 22 Nov`. */
export function shortDate(at: Instant, zone: string, language: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  return format(language, zone, options).format(new Date(at));
}

/** `Sun`. */
export function weekday(at: Instant, zone: string, language: string): string {
  return format(language, zone, { weekday: 'short' }).format(new Date(at));
}

/** `November 2026`, as a title. */
export function month(at: Instant, zone: string, language: string): string {
  const name = format(language, zone, { month: 'long', year: 'numeric' }).format(new Date(at));
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `14:30`. */
export function time(at: Instant, zone: string, language: string): string {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return format(language, zone, options).format(new Date(at));
}

/** `14:30 – 15:20`. */
export function timeRange(from: Instant, to: Instant, zone: string, language: string): string {
  return `${time(from, zone, language)} – ${time(to, zone, language)}`;
}

/** `Sun, 22 Nov, 14:30`. */
export function dateAndTime(at: Instant, zone: string, language: string): string {
  return `${shortDate(at, zone, language)}, ${time(at, zone, language)}`;
}

/** What a zone is called at an instant: `Vietnam Time (GMT+7)`. */
export function zoneName(zone: string, language: string, at: Instant): string {
  const part = (timeZoneName: 'shortGeneric' | 'shortOffset') =>
    zoneFormat(language, zone, timeZoneName)
      .formatToParts(new Date(at))
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone;
  const [name, offset] = [part('shortGeneric'), part('shortOffset')];
  return name === offset ? name : `${name} (${offset})`;
}

/** With the zone's name in it, by the oldest kind of name if the browser refuses this one. */
function zoneFormat(language: string, zone: string, timeZoneName: 'shortGeneric' | 'shortOffset') {
  try {
    return format(language, zone, { timeZoneName });
  } catch {
    return format(language, zone, { timeZoneName: 'short' });
  }
}

/** The local date of an instant in a zone, `2026-11-22`, to group by. */
export function isoDate(at: Instant, zone: string): string {
  return format('en', zone, { year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(new Date(at))
    .filter(({ type }) => type !== 'literal')
    .reverse()
    .map(({ value }) => value)
    .join('-');
}

/** How far off an instant is, in the largest unit that says enough: `in 25 minutes`. */
export function timeToGo(at: Instant, now: number, language: string): string {
  const minutes = (new Date(at).getTime() - now) / 60_000;
  const size = Math.abs(minutes);
  if (size < 1) return i18next.t('toGo.now', { lng: language });
  const key = minutes > 0 ? 'toGo.in' : 'toGo.ago';
  return i18next.t(key, { lng: language, length: roughly(size, language) });
}

function roughly(minutes: number, language: string): string {
  if (minutes < 90) return inUnits(Math.trunc(minutes), 'minute', language);
  if (minutes < 36 * 60) return inUnits(Math.round(minutes / 60), 'hour', language);
  return inUnits(Math.round(minutes / (24 * 60)), 'day', language);
}

/** A length of time as a clock shows it: `4:05`, `1:04:05`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = two(whole % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** A length in whole minutes: `50 minutes`. */
export function minutes(count: number, language: string): string {
  return inUnits(count, 'minute', language);
}

/** A length in whole hours if it is that: `24 hours`, `90 minutes`. */
export function span(count: number, language: string): string {
  const isHours = count > 0 && count % 60 === 0;
  return isHours ? inUnits(count / 60, 'hour', language) : minutes(count, language);
}

function inUnits(count: number, unit: 'minute' | 'hour' | 'day', language: string): string {
  const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(localeOf(language), options).format(count);
}
