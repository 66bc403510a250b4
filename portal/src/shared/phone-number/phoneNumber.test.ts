import { expect, it } from 'vitest';

import { phoneNumberOf } from './phoneNumber';

const VIETNAM = 'Asia/Ho_Chi_Minh';

it.each([
  '0912345678',
  '0912 345 678',
  ' 0912.345.678 ',
  '0912-345-678',
  '(0912) 345–678',
  '0912\u00a0345\u200b678',
  '０９１２ ３４５ ６７８',
  '912 345 678',
  '84 912 345 678',
  '+84 912 345 678',
  '+84 (0)912 345 678',
  '+84 0912 345 678',
  '84 0912 345 678',
  '+84-912-345-678',
  '0084 912 345 678',
  'tel:+84912345678',
])('reads %j in Vietnam', (typed) => {
  expect(phoneNumberOf(typed, VIETNAM, 'en')).toBe('+84912345678');
});

it.each([
  ['6123 4567', 'Asia/Singapore', '+6561234567'],
  ['65123456', 'Asia/Singapore', '+6565123456'],
  ['65 6123 4567', 'Asia/Singapore', '+6561234567'],
  ['(415) 555-0123', 'America/Los_Angeles', '+14155550123'],
  ['1 415 555 0123', 'America/Los_Angeles', '+14155550123'],
  ['020 7946 0958', 'Europe/London', '+442079460958'],
  ['06 1234 5678', 'Europe/Rome', '+390612345678'],
  ['+39 06 1234 5678', 'Europe/London', '+390612345678'],
  // An older name of a zone that one has.
  ['0912 345 678', 'Asia/Saigon', '+84912345678'],
  // The number says itself where it is from, whatever the zone.
  ['+61 412 345 678', VIETNAM, '+61412345678'],
])('reads %j in %s as %s', (typed, zone, number) => {
  expect(phoneNumberOf(typed, zone, 'en')).toBe(number);
});

it('goes by the language where the zone tells no country', () => {
  expect(phoneNumberOf('0912 345 678', '', 'vi')).toBe('+84912345678');
  expect(phoneNumberOf('0912 345 678', 'Antarctica/Troll', 'vi')).toBe('+84912345678');
});

it('leaves what it can’t read as it was typed', () => {
  expect(phoneNumberOf('0912 345 678', '', 'en')).toBe('0912 345 678');
  expect(phoneNumberOf('ask my wife', VIETNAM, 'vi')).toBe('ask my wife');
  expect(phoneNumberOf('0912 345 678 x 3', VIETNAM, 'vi')).toBe('0912 345 678 x 3');
});

it('takes nothing for no number', () => {
  expect(phoneNumberOf('  ', VIETNAM, 'vi')).toBeNull();
});
