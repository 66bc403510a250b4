import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { useState } from 'react';
import { beforeAll, expect, it, vi } from 'vitest';

import { loadCatalogue } from '../../app/loadCatalogue';
import { startTranslations } from '../i18n/setup';
import { ZoneField } from './ZoneField';

beforeAll(async () => {
  await startTranslations(loadCatalogue);
  await i18next.loadNamespaces('zone-field');
});

const onChange = vi.fn();
const onSubmit = vi.fn();

function Form({ first }: { first: string }) {
  const [zone, setZone] = useState(first);
  return (
    <form onSubmit={onSubmit}>
      <ZoneField
        label="Zone"
        value={zone}
        onChange={(chosen) => {
          onChange(chosen);
          setZone(chosen);
        }}
      />
      <button>Next</button>
    </form>
  );
}

function show(first: string) {
  onChange.mockClear();
  onSubmit.mockClear();
  render(
    <MantineProvider>
      <Form first={first} />
    </MantineProvider>,
  );
  return screen.getByRole<HTMLInputElement>('combobox', { name: 'Zone' });
}

it('is chosen with the keyboard, and sends no form', async () => {
  const user = userEvent.setup();
  const field = show('');
  expect(field.value).toBe('');
  await user.tab();
  expect(screen.queryByRole('listbox')).toBeNull();
  await user.keyboard('gmt+7{ArrowDown}');
  expect(screen.getByRole('option', { selected: true }).textContent).toMatch(
    /^Ho Chi Minh City GMT\+7 Vietnam · Hanoi, /,
  );
  await user.keyboard('{Enter}');
  expect(onChange.mock.calls).toEqual([['Asia/Ho_Chi_Minh']]);
  expect(field.value).toBe('Ho Chi Minh City, Vietnam (GMT+7)');
  expect(screen.queryByRole('listbox')).toBeNull();
  expect(onSubmit).not.toHaveBeenCalled();
});

it('shows a zone by its city whatever its name is, and leaves it as it is', async () => {
  const user = userEvent.setup();
  const field = show('Asia/Saigon');
  expect(field.value).toBe('Ho Chi Minh City, Vietnam (GMT+7)');
  await user.click(field);
  await user.keyboard('sing');
  await user.keyboard('{Escape}');
  expect(field.value).toBe('Ho Chi Minh City, Vietnam (GMT+7)');
  await user.clear(field);
  await user.type(field, 'nowhere');
  expect(screen.getByRole('status').textContent).toMatch(/^No such city/);
  await user.tab();
  // What was typed is not lost without a word.
  expect(field.value).toBe('nowhere');
  expect(screen.getByText(/^Choose a city from the list/)).toBeTruthy();
  await user.click(field);
  await user.keyboard('{Escape}');
  expect(field.value).toBe('Ho Chi Minh City, Vietnam (GMT+7)');
  expect(screen.queryByText(/^Choose a city/)).toBeNull();
  expect(onChange).not.toHaveBeenCalled();
});

it('takes the only city that can be meant when one goes on, and one that is clicked', async () => {
  const user = userEvent.setup();
  const field = show('');
  await user.type(field, 'singapore');
  await user.tab();
  expect(field.value).toBe('Singapore (GMT+8)');
  await user.clear(field);
  await user.type(field, 'new');
  await user.tab();
  // Several can be meant.
  expect(field.value).toBe('new');
  await user.clear(field);
  await user.click(screen.getByRole('option', { name: /^Bangkok/ }));
  expect(onChange.mock.calls).toEqual([['Asia/Singapore'], ['Asia/Bangkok']]);
});

it('chooses nothing by itself', async () => {
  const user = userEvent.setup();
  const field = show('');
  await user.click(field);
  expect(screen.getAllByRole('option').length).toBeGreaterThan(20);
  expect(screen.queryByRole('option', { selected: true })).toBeNull();
  await user.keyboard('{Enter}');
  await user.tab();
  expect(onChange).not.toHaveBeenCalled();
  expect(field.value).toBe('');
});
