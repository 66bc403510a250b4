import { ApiError } from '../api/problem';

const GONE = [
  'slot_taken',
  'member_busy',
  'outside_availability',
  'notice_too_short',
  'beyond_horizon',
];

/** Whether a time that was chosen can't be had (any more), so that another one has to be chosen. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && GONE.includes(error.code);
}
