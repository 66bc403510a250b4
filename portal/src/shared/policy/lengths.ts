import type { Policy } from '../api/types';

/** In minutes. */
const USUAL = [15, 30, 45, 50, 60, 90, 120, 180];

/** The lengths of a session to choose from, in minutes: the usual ones that the policy allows, and those in `also`. */
export function lengths(policy: Policy | undefined, ...also: number[]): number[] {
  const allowed = USUAL.filter((minutes) => !policy || isAllowed(policy, minutes));
  const offered = new Set([...allowed, ...also]);
  if (offered.size === 0 && policy) offered.add(policy.minDurationMinutes);
  return [...offered].sort((a, b) => a - b);
}

function isAllowed(policy: Policy, minutes: number): boolean {
  const { gridMinutes, minDurationMinutes, maxDurationMinutes } = policy;
  return (
    minutes % gridMinutes === 0 && minutes >= minDurationMinutes && minutes <= maxDurationMinutes
  );
}
