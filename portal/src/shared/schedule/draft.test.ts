import { expect, it } from 'vitest';

import type { Schedule } from '../api/types';
import { buffers, draftOf, isComplete, isSound, newOverride, newWindow, scheduleOf } from './draft';

const SCHEDULE: Schedule = {
  timeZone: 'Asia/Singapore',
  bufferMinutes: 15,
  weekly: [
    { day: 'monday', from: '09:00', to: '12:00' },
    { day: 'monday', from: '13:00', to: '24:00' },
    { day: 'sunday', from: '00:00', to: '24:00' },
  ],
  overrides: [
    { date: '2026-12-25', windows: [] },
    { date: '2026-12-27', windows: [{ from: '10:00', to: '11:00' }] },
  ],
};

it('comes back as it was', () => {
  const draft = draftOf(SCHEDULE, 'Asia/Tokyo');
  expect(scheduleOf(draft)).toEqual(SCHEDULE);
  expect(isComplete(draft)).toBe(true);
});

it('starts empty, in the zone of the profile', () => {
  expect(scheduleOf(draftOf(null, 'Asia/Tokyo'))).toEqual({
    timeZone: 'Asia/Tokyo',
    bufferMinutes: 10,
    weekly: [],
    overrides: [],
  });
});

it('sees a window that ends before it begins, or meets another', () => {
  const morning = { key: 1, from: '09:00', to: '12:00' };
  const lunch = { key: 2, from: '11:30', to: '13:00' };
  const evening = { key: 3, from: '18:00', to: '24' };
  expect(isSound(morning, [morning, evening])).toBe(true);
  expect(isSound(evening, [morning, evening])).toBe(true);
  expect(isSound(morning, [morning, lunch])).toBe(false);
  expect(isSound({ key: 4, from: '12:00', to: '09:00' }, [])).toBe(false);
  expect(isSound({ key: 5, from: '', to: '09:00' }, [])).toBe(false);
});

it('offers the pause that a schedule has, whatever it is', () => {
  expect(buffers(15)).toEqual([0, 5, 10, 15, 20, 30, 45, 60]);
  expect(buffers(25)).toEqual([0, 5, 10, 15, 20, 25, 30, 45, 60]);
});

it('wants every date once', () => {
  const draft = draftOf(SCHEDULE, 'Asia/Tokyo');
  expect(isComplete({ ...draft, overrides: [...draft.overrides, newOverride('2026-12-25')] })).toBe(
    false,
  );
  expect(isComplete({ ...draft, overrides: [newOverride('')] })).toBe(false);
});

it('offers a next window behind the last', () => {
  expect(newWindow([])).toMatchObject({ from: '09:00', to: '17:00' });
  expect(newWindow([newWindow([])])).toMatchObject({ from: '17:00', to: '24:00' });
});
