/** What tests do with the field in which a time zone is chosen. */
import { expect, type Page } from '@playwright/test';

/** Chooses the first city that is found, with the keyboard. */
export async function chooseZone(page: Page, label: string, city: string) {
  const field = page.getByRole('combobox', { name: label });
  await field.fill(city);
  const chosen = page.getByRole('listbox', { name: label }).getByRole('option', { selected: true });
  await expect(chosen).toContainText(city);
  await field.press('Enter');
  await expect(field).toHaveValue(/GMT/);
}
