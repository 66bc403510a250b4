import { expect, it } from 'vitest';

import type { Booking } from '../../../shared/api/types';
import { isActive, matches, readFilter, type Filter } from './filter';

const booking = {
  member: { name: 'Đỗ Thị Hương' },
  sessionType: 'phone',
  status: 'cancelled',
} as Booking;

const found = (filter: Partial<Filter>) =>
  matches(booking, { name: '', type: null, end: null, ...filter });

it('finds names without accents, in any order of their words, and by their parts', () => {
  expect(['huong do', 'HƯƠNG', ' đỗ ', 'thi', ''].map((name) => found({ name }))).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(found({ name: 'huong mai' })).toBe(false);
});

it('finds by the way of meeting and by what became of it', () => {
  expect([found({ type: 'phone' }), found({ type: 'video' })]).toEqual([true, false]);
  expect([found({ end: 'cancelled' }), found({ end: 'completed' })]).toEqual([true, false]);
});

it('reads an address, and leaves out what makes no sense', () => {
  const search = new URLSearchParams('name=mai&type=fax&end=cancelled');
  expect(readFilter(search, 'past')).toEqual({ name: 'mai', type: null, end: 'cancelled' });
  expect(readFilter(search, 'upcoming').end).toBeNull();
  expect(isActive(readFilter(new URLSearchParams('open=bkg_1'), 'past'))).toBe(false);
});
