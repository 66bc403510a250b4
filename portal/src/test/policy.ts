import type { Policy } from '../shared/api/types';

/** Other numbers than those of the template, so that one of the portal's own shows. */
export const POLICY: Policy = {
  gridMinutes: 10,
  minDurationMinutes: 30,
  maxDurationMinutes: 90,
  noticeMinutes: 120,
  horizonMinutes: 20 * 24 * 60,
  acceptBeforeMinutes: 360,
  lateChangeMinutes: 720,
};
