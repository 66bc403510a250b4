import { expect, it } from 'vitest';

import { parseTime } from './clockTime';

it('takes times as people type them', () => {
  const typed = ['9', '09', '9:30', '0930', '930', '9.30', '9h30', ' 17:05 ', '24:00', '24', '0'];
  expect(typed.map(parseTime)).toEqual([
    '09:00',
    '09:00',
    '09:30',
    '09:30',
    '09:30',
    '09:30',
    '09:30',
    '17:05',
    '24:00',
    '24:00',
    '00:00',
  ]);
});

it('takes nothing else', () => {
  for (const text of ['', '25', '24:01', '9:60', '9:3', 'noon', '-1', '12:30 pm']) {
    expect(parseTime(text), text).toBeNull();
  }
});
