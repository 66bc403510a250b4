import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { Dialog } from './Dialog';
import { isHeld, letGo } from './leaving';

const confirm = vi.fn<() => boolean>();
vi.stubGlobal('confirm', confirm);
const onClose = vi.fn();

afterEach(() => {
  letGo();
  vi.resetAllMocks();
});

function show() {
  render(
    <MantineProvider env="test">
      <Dialog opened onClose={onClose} title="Reason">
        <input aria-label="Words" />
      </Dialog>
    </MantineProvider>,
  );
  return userEvent.setup();
}

it('closes by Escape without a question while nothing is typed', async () => {
  const user = show();
  await user.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
  expect(confirm).not.toHaveBeenCalled();
});

it('asks before Escape takes what was typed', async () => {
  const user = show();
  await user.type(screen.getByLabelText('Words'), 'Ill');
  expect(isHeld()).toBe(true);
  confirm.mockReturnValueOnce(false).mockReturnValueOnce(true);
  await user.keyboard('{Escape}');
  expect(onClose).not.toHaveBeenCalled();
  expect(isHeld()).toBe(true);
  await user.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
  expect(isHeld()).toBe(false);
});

it('is not closed by a click beside it', async () => {
  const user = show();
  const beside = document.querySelector('.mantine-Modal-inner');
  if (!beside) throw new Error('There is nothing beside the dialog.');
  await user.click(beside);
  expect(onClose).not.toHaveBeenCalled();
});

it('is as high as the window by a unit that the oldest browsers know', () => {
  show();
  const styles = [...document.querySelectorAll('[style]')].map((each) =>
    each.getAttribute('style'),
  );
  expect(styles.join()).toContain('--modal-y-offset: 5vh');
  expect(styles.join()).not.toMatch(/\d[dsl]v/);
});
