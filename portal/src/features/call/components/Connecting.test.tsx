import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { startTranslations } from '../../../shared/i18n/setup';
import { loadCatalogue } from '../../../app/loadCatalogue';
import { loadPart } from '../../../shared/loadPart';
import { holdPage, isHeld } from '../../../shared/ui/leaving';
import { Connecting } from './Connecting';

afterEach(() => vi.unstubAllGlobals());

it('offers a new page to whoever is in a call that can’t be shown without one', async () => {
  await startTranslations(loadCatalogue);
  const reload = vi.fn();
  vi.stubGlobal('location', { origin: 'https://portal.example', reload });
  vi.stubGlobal('fetch', () => Promise.resolve({ status: 200 }));
  holdPage(() => undefined);
  void loadPart(() => Promise.reject(new TypeError()));
  render(
    <MantineProvider env="test">
      <Connecting slow={false} onAgain={() => undefined} />
    </MantineProvider>,
  );
  const offer = await screen.findByRole('button', { name: 'Load the page again' });
  expect(reload).not.toHaveBeenCalled();
  await userEvent.click(offer);
  expect(reload).toHaveBeenCalledOnce();
  // The browser must not ask once more.
  expect(isHeld()).toBe(false);
});
