// Two people come together.

import { ANA, BAO } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

test('a call with the browsers\' own cameras and microphones', async ({ room }) => {
  const [ana, bao] = [await room.person(ANA), await room.person(BAO)];
  expect(await ana.join({ ownDevices: true })).toBe('started');
  expect(await bao.join({ ownDevices: true })).toBe('started');
  await Promise.all([ana.camera(true), bao.camera(true)]);

  for (const [person, other] of [[ana, bao], [bao, ana]] as const) {
    await person.happens({ kind: 'firstFrame', attendee: other.id });
    await expect
      .poll(async () => {
        const { framesDecoded, framesShown, audioEnergyReceived } = await person.traffic();
        return (
          framesDecoded[other.id]! > 10 && framesShown[other.id]! > 10 && audioEnergyReceived > 0
        );
      }, { timeout: 10_000 })
      .toBe(true);
  }
});

test('each is told of oneself and of the other, by the names that the server gave', async ({
  room,
}) => {
  const [ana, bao] = [await room.person(ANA), await room.person(BAO)];
  expect(await ana.join()).toBe('started');
  await ana.happens({ kind: 'presence', attendee: ana.id, user: 'ana', present: true });
  expect(await bao.join()).toBe('started');
  for (const person of [ana, bao]) {
    for (const other of [ana, bao]) {
      const presence = { attendee: other.id, user: other.looks.name, present: true } as const;
      await person.happens({ kind: 'presence', ...presence });
    }
  }
  await room.meeting.told('AttendeeJoined', ana.attendee);
  await room.meeting.told('AttendeeJoined', bao.attendee);
});

test('from joining to both pictures in under two and a half seconds', async ({ room }) => {
  const people = [await room.person(ANA), await room.person(BAO)] as const;
  const [ana, bao] = people;
  const began = await ana.page.evaluate(() => Date.now());
  await Promise.all(
    people.map(async (person) => {
      expect(await person.join()).toBe('started');
      await person.camera(true);
    }),
  );
  const both = await Promise.all([
    ana.happens({ kind: 'firstFrame', attendee: bao.id }),
    bao.happens({ kind: 'firstFrame', attendee: ana.id }),
  ]);
  const took = both.map(({ at }) => at - began);
  test.info().annotations.push({ type: 'first pictures', description: `${took} ms` });
  expect(Math.max(...took)).toBeLessThan(2_500);
});
