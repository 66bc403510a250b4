/** What a calendar shows, on the local clock of a zone: it knows no zones. */
import type { ScheduleEventData } from '@mantine/schedule';

import type { Booking, Schedule } from '../../../shared/api/types';
import { takesTime } from '../../../shared/bookings/allowed';
import { hoursOn } from '../../../shared/schedule/hoursOn';
import { isoDate, time } from '../../../shared/time/format';
import { instantAt } from '../../../shared/time/local';

/** A day has no 24:00 here, and what goes on to its last second is not among its hours but above them. */
const END_OF_DAY = '23:59:00';

/** The bookings that take time, each in pieces that end at midnight. */
export function sessionEvents(bookings: Booking[], zone: string): ScheduleEventData[] {
  return bookings
    .filter(({ status }) => takesTime(status))
    .flatMap((booking) => {
      const { id, member, startsAt, endsAt, status } = booking;
      const [first, last] = [isoDate(startsAt, zone), isoDate(Date.parse(endsAt) - 1, zone)];
      const common = {
        title: member.name,
        color: status === 'pending' ? 'yellow' : isOver(status) ? 'gray' : 'teal',
        variant: isOver(status) || status === 'pending' ? ('light' as const) : ('filled' as const),
        payload: { booking, isWhole: first === last },
      };
      const start = `${first} ${clock(startsAt, zone)}`;
      const end = `${last} ${endClock(endsAt, zone)}`;
      if (first === last) return [{ ...common, id, start, end }];
      return [
        { ...common, id, start, end: `${first} ${END_OF_DAY}` },
        { ...common, id: `${id}-2`, start: `${last} 00:00:00`, end },
      ];
    });
}

/** The open hours of some days, and the days that are taken off, as what lies behind. */
export function hourEvents(
  dates: string[],
  schedule: Schedule | null,
  words: { open: string; off: string },
): ScheduleEventData[] {
  return dates.flatMap((date): ScheduleEventData[] => {
    const { windows, isSpecial } = hoursOn(schedule, date);
    const common = { display: 'background' } as const;
    if (isSpecial && windows.length === 0)
      return [
        {
          ...common,
          id: `off-${date}`,
          title: words.off,
          color: 'gray',
          start: `${date} 00:00:00`,
          end: `${date} ${END_OF_DAY}`,
        },
      ];
    return windows.map(({ from, to }) => ({
      ...common,
      id: `open-${date}-${from}`,
      title: words.open,
      color: 'blue',
      start: `${date} ${from}:00`,
      end: `${date} ${to === '24:00' ? END_OF_DAY : `${to}:00`}`,
    }));
  });
}

/** From which to which hour the days are shown: the usual ones, and all in which something is. */
export function hoursShown(events: ScheduleEventData[]): { startTime: string; endTime: string } {
  const of = ({ id, display }: ScheduleEventData) =>
    !(display === 'background' && String(id).startsWith('off-'));
  const shown = events.filter(of);
  const hour = (text: unknown) => Number(String(text).slice(11, 13));
  const first = Math.min(8, ...shown.map(({ start }) => hour(start)));
  const last = Math.max(18, ...shown.map(({ end }) => hour(end) + 1));
  return {
    startTime: `${two(first)}:00:00`,
    endTime: last >= 24 ? END_OF_DAY : `${two(last)}:00:00`,
  };
}

/** The instant of a local time as the calendar writes it, `2026-11-22 14:30:00`; null if the clock skips it. */
export function instantOf(local: string, zone: string): string | null {
  return instantAt(local.slice(0, 10), local.slice(11, 16), zone);
}

function isOver(status: string): boolean {
  return status === 'completed' || status === 'no_show';
}

function clock(at: string, zone: string): string {
  return `${time(at, zone, 'en')}:00`;
}

function endClock(at: string, zone: string): string {
  const shown = clock(at, zone);
  return shown === '00:00:00' ? END_OF_DAY : shown;
}

function two(hour: number): string {
  return String(hour).padStart(2, '0');
}
