// A whole machine falls silent, as when the lid of a laptop is shut: no socket is closed.

import { chromium, test as base } from '@playwright/test';

import { ANA, BAO } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

test('a machine that falls asleep is dropped, and comes back by itself when it wakes', async ({
  room,
}) => {
  test.setTimeout(90_000);
  const laptop = await chromium.launchServer(base.info().project.use.launchOptions);
  // Playwright gives the browser a process group of its own.
  const group = -laptop.process().pid!;
  const browser = await chromium.connect(laptop.wsEndpoint());
  try {
    const ana = await room.device(ANA, await room.meeting.attendee('ana'), { browser });
    const bao = await room.person(BAO);
    expect(await Promise.all([ana.join(), bao.join()])).toEqual(['started', 'started']);
    await Promise.all([ana.camera(true), bao.camera(true)]);
    await room.allSeeEachOther([ana, bao]);

    await Promise.all([ana.fromNow(), bao.fromNow()]);
    const when = Date.now();
    process.kill(group, 'SIGSTOP');
    const gone = { kind: 'presence', attendee: ana.id, present: false, dropped: true } as const;
    const { at } = await bao.happens(gone, 20_000);
    expect(at - when).toBeGreaterThan(9_500);
    expect(at - when).toBeLessThan(15_500);

    process.kill(group, 'SIGCONT');
    await bao.happens({ kind: 'presence', attendee: ana.id, present: true }, 30_000);
    await room.allSeeEachOther([ana, bao]);
    await ana.hears(BAO.hertz);
  } finally {
    process.kill(group, 'SIGCONT');
    await browser.close();
    await laptop.close();
  }
});
