import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { beforeAll, expect, it } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { startTranslations } from '../i18n/setup';
import { HelpContext } from './contact';
import { GetHelp } from './GetHelp';

beforeAll(() => startTranslations(loadCatalogue));

function shown(phone: string, email: string) {
  return render(
    <MantineProvider>
      <HelpContext value={{ phone, email }}>
        <GetHelp bookingId="bkg_1" />
      </HelpContext>
    </MantineProvider>,
  );
}

it('names whom to call, and begins an email with the facts', async () => {
  shown('+6561234567', 'help@calm.example');
  const call = await screen.findByRole('link', { name: 'Call +6561234567' });
  expect(call.getAttribute('href')).toBe('tel:+6561234567');
  const write = screen.getByRole('link', { name: 'Write us an email' });
  const letter = new URL(write.getAttribute('href') ?? '');
  expect(letter.pathname).toBe('help@calm.example');
  expect(letter.searchParams.get('subject')).toBe('A technical problem in a session');
  const facts = letter.searchParams.get('body')?.split('\r\n') ?? [];
  expect(facts).toContain('bkg_1');
  expect(facts).toContain(navigator.userAgent);
  expect(facts.some((fact) => /^\d{4}-\d\d-\d\dT/.test(fact))).toBe(true);
  expect(letter.search).not.toContain('+');
});

it('names the one that there is, and nothing where there is none', async () => {
  const { unmount } = shown('+6561234567', '');
  expect(await screen.findAllByRole('link')).toHaveLength(1);
  unmount();
  shown('', '');
  expect(screen.queryByText(/not work/)).toBeNull();
});
