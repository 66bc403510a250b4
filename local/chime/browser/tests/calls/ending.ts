// The meeting is ended for all.

import { ANA, BAO } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

test('the end for all reaches everybody who is in', async ({ room }) => {
  const people = await room.call(ANA, BAO);
  await room.meeting.end();
  for (const person of people) await person.happens({ kind: 'stopped', code: 'MeetingEnded' });
  await room.meeting.told('MeetingEnded');
});

test('who comes after the end is told of it', async ({ room }) => {
  const ana = await room.person(ANA);
  await room.meeting.end();
  expect(await ana.join()).toBe('MeetingEnded');
});

test('the end while joining, at whatever moment, is the end', async ({ room, service }) => {
  // A join takes some 100 to 400 ms; the end falls before, into and after it.
  for (const after of [0, 10, 20, 40, 60, 80, 120, 160, 240, 320, 480]) {
    const meeting = await service.meeting();
    const ana = await room.device(ANA, await meeting.attendee('ana'), { meeting });
    const outcome = ana.join();
    await ana.page.waitForTimeout(after);
    await meeting.end();
    const stopped = await ana.happens({ kind: 'stopped' }, 5_000);
    expect(stopped, `ended ${after} ms after joining began`).toMatchObject({ code: 'MeetingEnded' });
    await outcome;
    await ana.close();
  }
});
