/**
 * All words of one of the API's types, in the order in which they are written. The compiler finds one that is
 * missing, and one that the API does not have.
 */
export function everyWord<Word extends string>(words: Record<Word, true>): readonly Word[] {
  return Object.keys(words) as Word[];
}
