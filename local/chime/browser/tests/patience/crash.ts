// Somebody is gone without a word.

import { ANA, BAO } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

test('a crashed tab is dropped after 10 to 15 seconds, and can come back', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  await bao.fromNow();
  const crashed = ana.page.waitForEvent('crash');
  await ana.page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const when = Date.now();

  const gone = { kind: 'presence', attendee: ana.id, present: false, dropped: true } as const;
  const { at } = await bao.happens(gone, 20_000);
  expect(at - when).toBeGreaterThan(9_500);
  expect(at - when).toBeLessThan(15_500);
  await bao.happens({ kind: 'tileRemoved', attendee: ana.id });
  await room.meeting.told('AttendeeDropped', ana.attendee);

  const again = await room.device(ANA, ana.attendee);
  expect(await again.join()).toBe('started');
  await again.camera(true);
  await room.allSeeEachOther([again, bao]);
});

test('who comes back before they are dropped was never gone', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  await bao.fromNow();
  const crashed = ana.page.waitForEvent('crash');
  await ana.page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const again = await room.device(ANA, ana.attendee);
  expect(await again.join()).toBe('started');
  await again.camera(true);
  await room.allSeeEachOther([again, bao]);

  // As long as it would take to drop somebody, and a little longer.
  await bao.page.waitForTimeout(16_000);
  const gone = (await bao.happened()).filter(
    (happening) => happening.kind === 'presence' && !happening.present,
  );
  expect(gone).toEqual([]);
  expect(room.meeting.events(ana.attendee)).not.toContain('AttendeeDropped');
  await room.allSeeEachOther([again, bao]);
});
