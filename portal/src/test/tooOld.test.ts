import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { beforeAll, beforeEach, expect, it } from 'vitest';

const root = document.createElement('div');

beforeAll(() => {
  root.id = 'root';
  document.body.append(root);
  runInThisContext(readFileSync('public/too-old.js', 'utf8'));
});
beforeEach(() => root.replaceChildren());

const fail = (error: unknown) => window.dispatchEvent(Object.assign(new Event('error'), { error }));

it('speaks on an empty page of whatever error stops the portal', () => {
  fail(new DOMException('The operation is insecure.', 'SecurityError'));
  expect(root.textContent).toContain('This page can’t be shown in this browser.');
});

it('says that a browser is too old that does not know the language', () => {
  fail(new SyntaxError('Unexpected token'));
  expect(root.textContent).toContain('This browser is too old for this page.');
});

it('says nothing once the portal is there, nor of a file that is not loaded', () => {
  fail(undefined);
  expect(root.textContent).toBe('');
  root.textContent = 'The portal';
  fail(new Error('later'));
  expect(root.textContent).toBe('The portal');
});
