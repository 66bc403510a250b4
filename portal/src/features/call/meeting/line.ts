/** How a line did in one second. */
export interface Second {
  /** Packets of sound that came; the service sends them all the time. */
  received: number;
  /** How many of a hundred were lost on the way here, and on the way there. */
  lostHere: number;
  lostThere: number;
  roundTripMs: number;
}

const LOST_PERCENT = 10;
const ROUND_TRIP_MS = 800;

/** So many bad seconds, more or less on end, make a poor line. */
const PATIENCE = 5;

/** Judges a line by its seconds: slow to call it poor, slower to call it good again. */
export class Line {
  #score = 0;
  #poor = false;

  /** Whether the line is poor, after one more second. */
  hear(second: Second): boolean {
    this.#score = isBad(second)
      ? Math.min(PATIENCE, this.#score + 1)
      : Math.max(0, this.#score - 0.5);
    if (this.#score === PATIENCE) this.#poor = true;
    if (this.#score === 0) this.#poor = false;
    return this.#poor;
  }
}

function isBad({ received, lostHere, lostThere, roundTripMs }: Second): boolean {
  const lost = Math.max(lostHere, lostThere);
  return received === 0 || lost > LOST_PERCENT || roundTripMs > ROUND_TRIP_MS;
}
