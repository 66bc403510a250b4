import { render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { expect, it, vi } from 'vitest';

import { lazyPart } from './lazyPart';

const Words = ({ words }: { words: string }) => <p>{words}</p>;

function shown(Part: ReturnType<typeof lazyPart<{ words: string }>>) {
  render(
    <Suspense fallback="Loading">
      <Part words="Here" />
    </Suspense>,
  );
}

it('loads when it is shown', async () => {
  const load = vi.fn(() => Promise.resolve({ default: Words }));
  shown(lazyPart(load));
  expect(screen.getByText('Loading')).toBeTruthy();
  expect(await screen.findByText('Here')).toBeTruthy();
  expect(load).toHaveBeenCalledOnce();
});

it('shows at once what was loaded before', async () => {
  const load = vi.fn(() => Promise.resolve({ default: Words }));
  const Part = lazyPart(load);
  await Part.fetch();
  shown(Part);
  expect(screen.getByText('Here')).toBeTruthy();
  expect(screen.queryByText('Loading')).toBeNull();
  expect(load).toHaveBeenCalledOnce();
});
