// The service itself goes down under a call.

import { ANA, BAO } from '../support/person.ts';
import { Service } from '../support/service.ts';
import { Room, test } from '../support/test.ts';

test('a call goes on after the service was killed and started again', async ({ browser, site }) => {
  const service = await Service.start();
  const room = new Room(browser, site, await service.meeting());
  try {
    const people = await room.call(ANA, BAO);
    for (const person of people) await person.fromNow();
    await service.kill();
    for (const person of people) await person.happens({ kind: 'reconnecting' }, 30_000);
    await service.run();
    for (const person of people) await person.happens({ kind: 'started' }, 30_000);
    await room.allSeeEachOther(people);
    await people[0].hears(BAO.hertz);
    await people[1].hears(ANA.hertz);
    await room.meeting.end();
    for (const person of people) await person.happens({ kind: 'stopped', code: 'MeetingEnded' });
  } finally {
    for (const person of room.people) await person.close();
    await service.stop();
  }
});
