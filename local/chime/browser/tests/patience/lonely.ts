// A host who waits alone.

import { ANA } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

const TWO_MINUTES = 120_000;

test('a host alone for two minutes hears no complaint from the client', async ({ room }) => {
  test.setTimeout(TWO_MINUTES + 30_000);
  const ana = await room.person(ANA);
  expect(await ana.join()).toBe('started');
  await ana.camera(true);
  await ana.mute(true);
  await ana.happens({ kind: 'presence', attendee: ana.id, present: true });
  await ana.fromNow();
  const before = await ana.traffic();

  // The time itself is what is tested here.
  await ana.page.waitForTimeout(TWO_MINUTES);

  expect(await ana.happened()).toEqual([]);
  const received = (await ana.traffic()).audioPacketsReceived - before.audioPacketsReceived;
  const EACH_SECOND = 50;
  expect(received).toBeGreaterThan(((EACH_SECOND * TWO_MINUTES) / 1000) * 0.95);
});
