/** What tests do with the month and the times from which a start is chosen. */
import { expect, type Locator, type Page } from '@playwright/test';

type Place = Page | Locator;

/** Goes on with the Tab key until something has the focus; fails if it is not reached soon. */
export async function tabTo(page: Page, wanted: Locator) {
  const isThere = () => wanted.evaluate((element) => element === document.activeElement);
  for (let i = 0; i < 8 && !(await isThere()); i += 1) await page.keyboard.press('Tab');
  await expect(wanted).toBeFocused();
}

/** The times of the day that is shown. */
export const times = (place: Place) =>
  place.getByRole('radiogroup', { name: /^(Time|Giờ)$/ }).getByRole('radio');

/** The days of the month that is shown that have open times. */
export const freeDays = (place: Place) =>
  place.getByRole('group', { name: /^(Day|Ngày)$/ }).locator('td button:enabled');

/** Shows the times of one of the days with open times, by its place among them, in this month or later ones. */
export async function chooseDay(place: Place, index: number) {
  await expect(freeDays(place).first()).toBeVisible();
  const here = await freeDays(place).count();
  if (index < here) return freeDays(place).nth(index).click();
  await place.getByRole('button', { name: /^(Next month|Tháng sau)$/ }).click();
  return chooseDay(place, index - here);
}
