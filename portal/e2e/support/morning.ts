/** Tests on a stack whose clock is set to the same morning, so that no page depends on the day or the hour of the run. */
import { Stack } from './stack';
import { test as base } from './test';

/** A Monday at nine in Singapore. All that the pages say of days and hours follows from it. */
const MORNING = '2040-06-04T01:00:00Z';

/** Starts a stack on that morning. */
export async function startInTheMorning(): Promise<Stack> {
  const stack = await Stack.start();
  await stack.send('POST', '/_local/clock', { to: MORNING, ticks: 'last' });
  return stack;
}

/** The test function of one file, whose tests have a stack of their own on that morning. */
export const testInTheMorning = () =>
  base.extend<object, { stack: Stack }>({
    stack: [
      async ({}, use) => {
        const stack = await startInTheMorning();
        await use(stack);
        await stack.stop();
      },
      { scope: 'worker', timeout: 90_000 },
    ],
  });
