/** What stands before a name and is none. */
const TITLE = /^(dr|prof|mr|mrs|ms|mx|bs|ts|ths|pgs|gs)\.?$/i;

/** The first letters of the first and the last name, in capitals: `GT` of `Dr Grace Tan`. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const names = words.filter((word) => !TITLE.test(word));
  const [first, ...others] = names.length > 0 ? names : words;
  const last = others.at(-1);
  return [first, last].map((word) => letterOf(word ?? '')).join('');
}

function letterOf(word: string): string {
  // A letter may be of two code units, or be written as a letter and a mark.
  const [letter = ''] = word.normalize('NFC');
  return letter.toLocaleUpperCase();
}
