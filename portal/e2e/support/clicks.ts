/** Counts what somebody has to click. */
import type { BrowserContext } from '@playwright/test';

/** How many clicks there were in the pages that the context opens from now on. One on a label counts once. */
export async function countClicks(context: BrowserContext): Promise<() => number> {
  let clicks = 0;
  await context.exposeBinding('countClick', () => {
    clicks += 1;
  });
  await context.addInitScript(() => {
    const count = ({ isTrusted }: Event) => {
      // A tab that another one has opened gets the binding later than this script.
      if (isTrusted) (window as unknown as { countClick: () => void }).countClick();
    };
    window.addEventListener('click', count, true);
  });
  return () => clicks;
}
