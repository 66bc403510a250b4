import postcss from 'postcss';
import { expect, it } from 'vitest';

import { oldViewports } from '../../tools/oldViewports.ts';

/** A style sheet as it is built, without line breaks. */
function built(css: string): string {
  return postcss([oldViewports()]).process(css, { from: undefined }).css.replace(/\s+/g, ' ');
}

it('gives old browsers a unit that they know, and the others the new one', () => {
  expect(built('.a { color: red; height: calc(100dvh - var(--b)); --c: 5dvh }')).toBe(
    '.a { color: red; height: calc(100vh - var(--b)); --c: 5vh }' +
      '@supports (height: 1dvh) {.a { height: calc(100dvh - var(--b)); --c: 5dvh }}',
  );
  expect(built('@layer a { .b { width: 1svw } }')).toContain('@supports (height: 1dvh) { .b {');
});

it('leaves the rest as it is', () => {
  const asked = '@supports (height: 100dvh) { .a { height: 100dvh } }';
  const old = '.a { height: 100vh; content: "1" }';
  for (const css of [asked, old]) expect(built(css)).toBe(css);
});
