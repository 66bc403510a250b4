import { afterEach, expect, it, vi } from 'vitest';

import { allCities, cityOf, findCities, offsetName, type City } from './cities';
import en from './i18n/en.json';
import vietnamese from './i18n/vi.json';

const WINTER = Date.parse('2026-11-30T01:00:00Z');
const SUMMER = Date.parse('2027-07-01T01:00:00Z');

afterEach(() => vi.unstubAllGlobals());

const english = () => allCities(en, 'en', WINTER);
const names = (cities: City[]) => cities.map(({ name }) => name);
const found = (typed: string) => names(findCities(english(), typed));

it('has each zone once, under the name of today', () => {
  const zones = english().map(({ zone }) => zone);
  expect(new Set(zones).size).toBe(zones.length);
  expect(zones.length).toBeGreaterThan(400);
  expect(zones).toEqual(expect.arrayContaining(['Asia/Ho_Chi_Minh', 'Asia/Kolkata', 'UTC']));
  for (const older of ['Asia/Saigon', 'Asia/Calcutta', 'US/Pacific', 'Etc/GMT+7'])
    expect(zones).not.toContain(older);
  // The names of the catalogue are those of zones.
  for (const zone of Object.keys({ ...en.cities, ...en.also })) expect(zones).toContain(zone);
});

it.each([
  ['Asia/Saigon', 'en', 'Ho Chi Minh City', 'Vietnam'],
  ['Asia/Ho_Chi_Minh', 'vi', 'TP. Hồ Chí Minh', 'Việt Nam'],
  ['Asia/Calcutta', 'en', 'Kolkata', 'India'],
  ['America/Argentina/Salta', 'en', 'Salta', 'Argentina'],
  ['America/Port_of_Spain', 'vi', 'Port of Spain', 'Trinidad và Tobago'],
  ['UTC', 'en', 'UTC', ''],
  ['Mars/Olympus', 'en', 'Mars/Olympus', ''],
])('calls %s in %s %s, %s', (zone, language, name, country) => {
  const words = language === 'vi' ? vietnamese : en;
  expect(cityOf(zone, words, language, WINTER)).toMatchObject({ name, country });
});

it('knows how far each is ahead now', () => {
  const offset = (zone: string, at: number) => offsetName(cityOf(zone, en, 'en', at).offset);
  expect([WINTER, SUMMER].map((at) => offset('Europe/Berlin', at))).toEqual(['GMT+1', 'GMT+2']);
  expect(offset('Asia/Kathmandu', WINTER)).toBe('GMT+5:45');
  expect(offset('America/St_Johns', WINTER)).toBe('GMT-3:30');
  expect(offset('UTC', WINTER)).toBe('GMT+0');
});

it('finds a city without accents, by a part, by what it was called, or by another one nearby', () => {
  for (const typed of ['ho chi minh', 'HỒ CHÍ', 'hanoi', 'Ha Noi', 'đà nẵng', 'saigon'])
    expect(found(typed)[0], typed).toBe('Ho Chi Minh City');
  expect(found('sao paulo')[0]).toBe('São Paulo');
  expect(found('kiev')).toEqual(['Kyiv']);
  expect(found('san')[0]).toBe('Los Angeles');
  expect(found('st john')).toEqual(['St John’s']);
  const inVietnamese = (typed: string) =>
    names(findCities(allCities(vietnamese, 'vi', WINTER), typed));
  for (const typed of [
    'hanoi',
    'thành phố hồ chí minh',
    'TPHCM',
    'tp.hcm',
    'HCMC',
    'Ho Chi Minh City',
  ])
    expect(inVietnamese(typed), typed).toEqual(['TP. Hồ Chí Minh']);
  expect(inVietnamese('thành phố').length).toBeGreaterThan(1);
});

it('finds the cities of a country by its name in either language, with its other words in any order', () => {
  expect(found('singapore')).toEqual(['Singapore']);
  expect(found('germany')).toEqual(['Berlin', 'Busingen']);
  expect(found('Đức')).toEqual(['Berlin', 'Busingen']);
  expect(found('perth australia')).toEqual(['Perth']);
  expect(found('nowhere at all')).toEqual([]);
});

it('finds all places of an offset, those that matter here first', () => {
  for (const typed of ['+7', 'GMT+7', 'utc + 07:00', '+0700'])
    expect(found(typed).slice(0, 4), typed).toEqual([
      'Bangkok',
      'Ho Chi Minh City',
      'Jakarta',
      'Phnom Penh',
    ]);
  expect(found('−3:30')).toEqual(['St John’s']);
  expect(found('+13:30')).toEqual([]);
});

it('offers those that matter here before anything is typed', () => {
  expect(new Set(found(' '))).toEqual(new Set(Object.values(en.cities)));
});

it('does without a browser that lists zones or names countries', () => {
  vi.stubGlobal('Intl', { DateTimeFormat: Intl.DateTimeFormat });
  const cities = english();
  expect(cities.length).toBeGreaterThan(400);
  expect(findCities(cities, 'hanoi')).toMatchObject([{ zone: 'Asia/Ho_Chi_Minh', country: '' }]);
});
