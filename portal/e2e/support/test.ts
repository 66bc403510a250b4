/**
 * The test function of all browser tests. A worker has one stack; every page of a test is watched:
 * a request to another host, a breach of the content security policy or an error in a script fails
 * the test, whatever else it looks at.
 */
import { test as base, type BrowserContext } from '@playwright/test';

import { Stack } from './stack';

export { expect } from '@playwright/test';

export interface Watch {
  /** Watches one more browser context, that of a second person. */
  watch: (context: BrowserContext) => Promise<void>;
}

export const test = base.extend<{ watching: Watch }, { stack: Stack }>({
  stack: [
    async ({}, use) => {
      const stack = await Stack.start();
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  baseURL: async ({ stack }, use) => {
    await use(stack.url);
  },

  watching: [
    async ({ stack, browser, context }, use) => {
      const complaints: string[] = [];
      const watch = (watched: BrowserContext) => watchContext(watched, stack.url, complaints);
      await watch(context);
      await use({ watch });
      // A call that is left open takes a tenth of a processor until the last test has ended.
      await Promise.all(browser.contexts().map((opened) => opened.close()));
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    },
    { auto: true },
  ],
});

async function watchContext(context: BrowserContext, origin: string, complaints: string[]) {
  const ours = new URL(origin).host;
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.host !== ours) {
      complaints.push(`A request to another host: ${request.url()}`);
    }
  });
  context.on('weberror', (error) => {
    complaints.push(`An error in a script: ${error.error().stack ?? error.error().message}`);
  });
  await context.exposeBinding('reportViolation', (_source, directive: string, blocked: string) => {
    complaints.push(`A breach of the content security policy: ${directive} ${blocked}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { reportViolation: (...words: string[]) => void })
        .reportViolation;
      report(event.violatedDirective, `${event.blockedURI} ${event.sample} ${event.sourceFile}`);
    });
  });
}
