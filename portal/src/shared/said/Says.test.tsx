import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, it } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { useChange } from '../api/useChange';
import { startTranslations } from '../i18n/setup';
import { Says } from './Says';

beforeAll(() => startTranslations(loadCatalogue));

function Cancel({ does }: { does: () => Promise<{ name: string }> }) {
  const change = useChange({
    mutationFn: does,
    says: ({ name }) => ({ what: 'cancel', name }),
  });
  return <button onClick={() => change.mutate()}>Cancel</button>;
}

/** Where it is said: politely, to those who can't see it. */
const region = () => document.querySelector('[aria-live="polite"]');

const show = (does: () => Promise<{ name: string }>) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Says>
        <Cancel does={does} />
      </Says>
    </QueryClientProvider>,
  );

it('says what was done, and says it again when it is done again', async () => {
  show(() => Promise.resolve({ name: 'Mai' }));
  expect(region()?.textContent).toBe('');
  await userEvent.click(screen.getByRole('button'));
  const words = await screen.findByText('The session with Mai is cancelled.');
  expect(region()?.contains(words)).toBe(true);
  await userEvent.click(screen.getByRole('button'));
  await waitFor(() => expect(words.isConnected).toBe(false));
  expect(region()?.textContent).toBe('The session with Mai is cancelled.');
});

it('says nothing of what failed', async () => {
  show(() => Promise.reject(new Error()));
  await userEvent.click(screen.getByRole('button'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(region()?.textContent).toBe('');
});

it('is told by every change what to say', () => {
  const root = join(import.meta.dirname, '../..');
  const having = (word: string) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.test)\.tsx?$/.test(path))
      .filter((path) => readFileSync(join(root, path), 'utf8').includes(word));
  expect(having('useMutation(')).toEqual(['shared/api/useChange.ts']);
  expect(having('useChange(').length).toBeGreaterThan(8);
});
