/** A schedule while it is edited: every window with a key of its own, times as they are typed. */
import { everyWord } from '../api/everyWord';
import type { Schedule, Weekday } from '../api/types';
import { parseTime } from './clockTime';

export const DAYS = everyWord<Weekday>({
  monday: true,
  tuesday: true,
  wednesday: true,
  thursday: true,
  friday: true,
  saturday: true,
  sunday: true,
});

export interface DraftWindow {
  key: number;
  from: string;
  to: string;
}

export interface DraftOverride {
  key: number;
  date: string;
  windows: DraftWindow[];
}

export interface Draft {
  timeZone: string;
  bufferMinutes: number;
  week: Record<Weekday, DraftWindow[]>;
  overrides: DraftOverride[];
}

let lastKey = 0;

/** A key that no other window or date has. */
function nextKey(): number {
  lastKey += 1;
  return lastKey;
}

/** A window to start from: a working day, or after the last one of the day. */
export function newWindow(after: DraftWindow[]): DraftWindow {
  const last = after.at(-1);
  if (!last) return { key: nextKey(), from: '09:00', to: '17:00' };
  return { key: nextKey(), from: last.to, to: '24:00' };
}

/** A date without windows, which is a day off. */
export function newOverride(date: string): DraftOverride {
  return { key: nextKey(), date, windows: [] };
}

const USUAL_BUFFERS = [0, 5, 10, 15, 20, 30, 45, 60];

/** The pauses to choose from, in minutes: the usual ones and the present one, which may be any. */
export function buffers(present: number): number[] {
  return [...new Set([...USUAL_BUFFERS, present])].sort((a, b) => a - b);
}

/** The draft of a schedule; an empty week if there is none yet. */
export function draftOf(schedule: Schedule | null, zone: string): Draft {
  const weekly = schedule?.weekly ?? [];
  const windowsOf = (day: Weekday) => weekly.filter((window) => window.day === day).map(edited);
  return {
    timeZone: schedule?.timeZone ?? zone,
    bufferMinutes: schedule?.bufferMinutes ?? 10,
    week: {
      monday: windowsOf('monday'),
      tuesday: windowsOf('tuesday'),
      wednesday: windowsOf('wednesday'),
      thursday: windowsOf('thursday'),
      friday: windowsOf('friday'),
      saturday: windowsOf('saturday'),
      sunday: windowsOf('sunday'),
    },
    overrides: (schedule?.overrides ?? []).map(({ date, windows = [] }) => ({
      ...newOverride(date),
      windows: windows.map(edited),
    })),
  };
}

/** The schedule of a draft. */
export function scheduleOf({ timeZone, bufferMinutes, week, overrides }: Draft): Schedule {
  return {
    timeZone,
    bufferMinutes,
    weekly: DAYS.flatMap((day) => week[day].map((window) => ({ day, ...sent(window) }))),
    overrides: overrides.map(({ date, windows }) => ({ date, windows: windows.map(sent) })),
  };
}

/** Whether a window ends after it begins and touches no other one of its day. */
export function isSound(window: DraftWindow, day: DraftWindow[]): boolean {
  const { from, to } = sent(window);
  if (from === '' || from >= to) return false;
  return day.every((other) => {
    const { from: otherFrom, to: otherTo } = sent(other);
    return other.key === window.key || to <= otherFrom || otherTo <= from;
  });
}

/** Whether a draft can be saved: every window is sound, every date is given and given once. */
export function isComplete({ week, overrides }: Draft): boolean {
  const days = [...DAYS.map((day) => week[day]), ...overrides.map(({ windows }) => windows)];
  const dates = overrides.map(({ date }) => date);
  return (
    days.every((day) => day.every((window) => isSound(window, day))) &&
    dates.every((date) => date !== '') &&
    new Set(dates).size === dates.length
  );
}

function edited({ from, to }: { from: string; to: string }): DraftWindow {
  return { key: nextKey(), from, to };
}

/** A window as it is sent; a time that is none is empty, and comes before every other. */
function sent({ from, to }: DraftWindow): { from: string; to: string } {
  return { from: parseTime(from) ?? '', to: parseTime(to) ?? '' };
}
