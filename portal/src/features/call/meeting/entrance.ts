/** What lets somebody into a meeting, as the API gives it. */
export interface Entrance {
  /** The meeting service's own shapes. */
  meeting: object;
  attendee: object;
  /** Which meeting of the booking it is. */
  generation: number;
}
