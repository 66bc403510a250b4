import { expect, it } from 'vitest';

import { initialsOf } from './initialsOf';

it.each([
  ['Nguyễn Thị Mai', 'NM'],
  ['Dr Grace Tan', 'GT'],
  ['Dr. grace tan-lim', 'GT'],
  ['Đặng Thị Ánh', 'ĐÁ'],
  ['Đặng Thị Ánh'.normalize('NFD'), 'ĐÁ'],
  ['Cher', 'C'],
  ['  Mai   Anh ', 'MA'],
  ['𠮷田 太郎', '𠮷太'],
  ['Dr', 'D'],
  ['', ''],
])('takes the letters of %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
