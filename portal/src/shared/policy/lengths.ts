import type { Policy } from '../api/types';

/** How long a session takes if nothing else is known, in minutes. */
export const USUAL_MINUTES = 50;

/** In minutes. */
const USUAL = [15, 30, 45, 50, 60, 90, 120, 180];

/** The lengths of a session to choose from, in minutes: of the usual ones and of those in `also` what the policy allows. */
export function lengths(policy: Policy | undefined, ...also: number[]): number[] {
  const known = [...USUAL, ...also];
  const offered = new Set(known.filter((minutes) => !policy || isAllowed(policy, minutes)));
  if (offered.size === 0 && policy) offered.add(policy.minDurationMinutes);
  return [...offered].sort((a, b) => a - b);
}

/** Of the lengths to choose from the one that is wanted, or else the nearest; of two as near, the shorter. */
export function nearestLength(policy: Policy | undefined, wanted: number): number {
  const gap = (minutes: number) => Math.abs(minutes - wanted);
  return lengths(policy, wanted).reduce((best, each) => (gap(each) < gap(best) ? each : best));
}

function isAllowed(policy: Policy, minutes: number): boolean {
  const { gridMinutes, minDurationMinutes, maxDurationMinutes } = policy;
  return (
    minutes % gridMinutes === 0 && minutes >= minDurationMinutes && minutes <= maxDurationMinutes
  );
}
