// What two people hear, see and write.

import { ANA, BAO, type Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

test('each sees and hears the other, and not themselves', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  const listens = async (person: Person, other: Person) => {
    await person.hears(other.looks.hertz);
    await person.hearsNot(person.looks.hertz);
    const before = await person.traffic();
    const more = async () => {
      const now = await person.traffic();
      const sent = now.audioPacketsSent - before.audioPacketsSent;
      return Math.min(sent, now.audioPacketsReceived - before.audioPacketsReceived);
    };
    await expect.poll(more, { timeout: 5_000, intervals: [100] }).toBeGreaterThan(50);
  };
  await Promise.all([listens(ana, bao), listens(bao, ana)]);
});

test('who is muted is not heard, and the other is told', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  await bao.happens({ kind: 'muted', attendee: ana.id, muted: false });
  await bao.hears(ANA.hertz);

  await bao.fromNow();
  await ana.mute(true);
  await bao.happens({ kind: 'muted', attendee: ana.id, muted: true });
  await bao.hearsNot(ANA.hertz);
  await ana.hears(BAO.hertz);

  await ana.mute(false);
  await bao.happens({ kind: 'muted', attendee: ana.id, muted: false });
  await bao.hears(ANA.hertz);
});

test('who comes later is told who is muted', async ({ room }) => {
  const [ana, bao] = [await room.person(ANA), await room.person(BAO)];
  await ana.join();
  await ana.mute(true);
  await bao.join();
  await bao.happens({ kind: 'muted', attendee: ana.id, muted: true });
});

test('a message reaches the other, and later who comes later if it lives on', async ({ room }) => {
  const [ana, bao] = [await room.person(ANA), await room.person(BAO)];
  await Promise.all([ana.join(), bao.join()]);
  await ana.happens({ kind: 'presence', attendee: bao.id, present: true });

  await ana.send('chào chị');
  const told = { text: 'chào chị', attendee: ana.id, user: 'ana', topic: 'chat' };
  await bao.happens({ kind: 'message', ...told });
  await bao.send('xin chào', 60_000);
  await ana.happens({ kind: 'message', text: 'xin chào', attendee: bao.id });
  const own = (await ana.happened()).filter((happening) => happening.kind === 'message');
  expect(own).toHaveLength(1);

  const late = await room.person({ ...ANA, name: 'late' });
  await late.join();
  await late.happens({ kind: 'message', text: 'xin chào', attendee: bao.id });
  const heard = (await late.happened()).filter((happening) => happening.kind === 'message');
  expect(heard).toHaveLength(1);
});

test('a camera goes off and on again', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  for (let round = 0; round < 3; round++) {
    await bao.fromNow();
    await ana.camera(false);
    await bao.happens({ kind: 'tileRemoved', attendee: ana.id });
    await ana.camera(true);
    await bao.happens({ kind: 'firstFrame', attendee: ana.id });
    await bao.sees(ana.id, ANA.colour);
  }
  await ana.sees(bao.id, BAO.colour);
  await ana.hears(BAO.hertz);
  await bao.hears(ANA.hertz);
  await room.meeting.told('AttendeeVideoStarted', ana.attendee);
  await room.meeting.told('AttendeeVideoStopped', ana.attendee);
});

test('a camera that goes off and on at once ends up on', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  await ana.camera(false);
  await ana.camera(true);
  await ana.camera(false);
  await ana.camera(true);
  await bao.sees(ana.id, ANA.colour);
  await ana.sees(bao.id, BAO.colour);
});
