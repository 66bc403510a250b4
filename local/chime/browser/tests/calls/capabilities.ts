// What an attendee may not do has no effect, whatever their client tries.

import { ANA, BAO } from '../support/person.ts';
import type { Capabilities } from '../support/service.ts';
import { expect, test } from '../support/test.ts';

const ALL: Capabilities = { Audio: 'SendReceive', Video: 'SendReceive', Content: 'SendReceive' };

test('who may only listen and look is neither heard nor seen', async ({ room }) => {
  const ana = await room.person(ANA, { Audio: 'Receive', Video: 'Receive', Content: 'Receive' });
  const bao = await room.person(BAO);
  expect(await Promise.all([ana.join(), bao.join()])).toEqual(['started', 'started']);
  await Promise.all([ana.camera(true), bao.camera(true)]);
  await ana.share('rgb(200 200 30)');

  await ana.sees(bao.id, BAO.colour);
  await ana.hears(BAO.hertz);
  await bao.happens({ kind: 'presence', attendee: ana.id, present: true });
  await bao.hearsNot(ANA.hertz);
  await ana.happens({ kind: 'shareStopped' });
  const shown = (await bao.happened()).filter((happening) => happening.kind === 'tile');
  expect(shown).toEqual([]);
  const screens = (await bao.happened()).filter(
    (happening) => happening.kind === 'presence' && happening.attendee === `${ana.id}#content`,
  );
  expect(screens).toEqual([]);
  expect(room.meeting.events(ana.attendee)).not.toContain('AttendeeContentJoined');
});

test('who may only speak and show neither hears nor sees', async ({ room }) => {
  const ana = await room.person(ANA, { Audio: 'Send', Video: 'Send', Content: 'None' });
  const bao = await room.person(BAO);
  expect(await Promise.all([ana.join(), bao.join()])).toEqual(['started', 'started']);
  await Promise.all([ana.camera(true), bao.camera(true)]);

  await bao.sees(ana.id, ANA.colour);
  await bao.hears(ANA.hertz);
  await ana.hearsNot(BAO.hertz);
  const shown = (await ana.happened()).filter((happening) => happening.kind === 'tile');
  expect(shown).toEqual([]);
});

test('what is taken away in the call stops, and what is given back can start', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  await bao.hears(ANA.hertz);
  await bao.fromNow();
  await room.meeting.allow(ana.attendee, { Audio: 'None', Video: 'None', Content: 'None' });
  await bao.happens({ kind: 'tileRemoved', attendee: ana.id });
  await bao.hearsNot(ANA.hertz);
  await ana.happens({ kind: 'tileRemoved', attendee: bao.id });
  await ana.hearsNot(BAO.hertz);

  await room.meeting.allow(ana.attendee, ALL);
  await bao.hears(ANA.hertz);
  await ana.hears(BAO.hertz);
  await ana.sees(bao.id, BAO.colour);
  await ana.camera(false);
  await ana.camera(true);
  await bao.sees(ana.id, ANA.colour);
});
