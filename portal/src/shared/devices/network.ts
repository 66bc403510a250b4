/** What the line to the service does, measured by what the portal loads anyway. */
import { withinTime } from '../withinTime';

export interface NetworkResult {
  roundTripMs: number;
  megabitsPerSecond: number;
  verdict: 'good' | 'slow' | 'poor';
}

const ROUNDS = 5;
const LOADS = 3;

/** A line on which one of them takes longer is not usable. */
const LONGEST_MS = 9_000;

/** Above these a call with pictures works well, below the second ones it hardly works at all. */
const GOOD = { roundTripMs: 300, megabitsPerSecond: 1.5 };
const USABLE = { roundTripMs: 800, megabitsPerSecond: 0.4 };

/** Measures the line. Fails if the service can't be reached, or not in time. */
export async function measureNetwork(): Promise<NetworkResult> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await timeOf('/config.json'));
  const roundTripMs = rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  const { path, bytes } = largestScript();
  let loadMs = 0;
  for (let load = 0; load < LOADS; load += 1) loadMs += await timeOf(path);
  // The time until the first byte is the round trip, and not the rate.
  const transferMs = Math.max(loadMs - LOADS * roundTripMs, 1);
  const megabitsPerSecond = (LOADS * bytes * 8) / transferMs / 1000;
  return { roundTripMs, megabitsPerSecond, verdict: verdictOf(roundTripMs, megabitsPerSecond) };
}

export function verdictOf(roundTripMs: number, rate: number): NetworkResult['verdict'] {
  if (roundTripMs <= GOOD.roundTripMs && rate >= GOOD.megabitsPerSecond) return 'good';
  return roundTripMs <= USABLE.roundTripMs && rate >= USABLE.megabitsPerSecond ? 'slow' : 'poor';
}

/** Whether this browser can hold a call at all. */
export function canCall(): boolean {
  return CALLS_NEED.every((name) => typeof (window as Partial<typeof window>)[name] === 'function');
}

const CALLS_NEED = ['RTCPeerConnection', 'WebSocket', 'MediaStream'] as const;

async function timeOf(path: string): Promise<number> {
  const start = performance.now();
  const response = await fetch(path, { cache: 'no-store', signal: withinTime(LONGEST_MS) });
  if (!response.ok) throw new Error(`${path} answers ${response.status}.`);
  await response.arrayBuffer();
  return performance.now() - start;
}

function largestScript(): { path: string; bytes: number } {
  const scripts = performance
    .getEntriesByType('resource')
    .filter((entry) => entry instanceof PerformanceResourceTiming)
    .map(({ name, encodedBodySize }) => ({ path: new URL(name).pathname, bytes: encodedBodySize }))
    .filter(({ path }) => path.endsWith('.js'));
  return scripts.sort((a, b) => b.bytes - a.bytes)[0] ?? { path: '/', bytes: 0 };
}
