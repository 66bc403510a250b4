import { render } from '@testing-library/react';
import { beforeAll, expect, it } from 'vitest';

import { surviveTranslation } from './translated';

beforeAll(() => surviveTranslation(document));

const texts = (root: Node): Text[] => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
};

const newFont = () => document.createElementNS('http://www.w3.org/1999/xhtml', 'font');

/** Translates like Safari's extensions: the text stays, in a font of its own. */
const wrap = (text: Text) => {
  const font = newFont();
  text.replaceWith(font);
  font.append(text);
};

/** Translates like Google: other text in two fonts, in the place of the text. */
const replace = (text: Text) => {
  const [outer, inner] = [newFont(), newFont()];
  inner.textContent = text.data.toUpperCase();
  outer.append(inner);
  text.parentNode?.insertBefore(outer, text);
  text.remove();
};

function Door({ waits, name }: { waits: boolean; name: string }) {
  return (
    <p>
      {name} {waits && 'waits. '}
      {waits ? <b>Join</b> : 'Nobody is here.'} The end.
    </p>
  );
}

it.each([wrap, replace])('goes on drawing a page that is translated by %o', (translate) => {
  const { container, rerender } = render(<Door waits={false} name="Mai" />);
  for (const [waits, name] of [
    [true, 'Mai'],
    [false, 'Mai'],
    [false, 'Lan'],
    [true, 'Lan'],
  ] as const) {
    texts(container).forEach(translate);
    rerender(<Door waits={waits} name={name} />);
    const shown = container.textContent.toLowerCase();
    const wanted = waits ? `${name} waits. join the end.` : `${name} nobody is here. the end.`;
    expect(shown).toBe(wanted.toLowerCase());
  }
});
