// More than two.

import { ANA, BAO, CAM, type Looks } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

test('three see each other, and each hears both others at once', async ({ room }) => {
  const people = await room.call(ANA, BAO, CAM);
  for (const person of people) {
    const others = people.filter((other) => other !== person);
    await person.hears(...others.map(({ looks }) => looks.hertz));
    await person.hearsNot(person.looks.hertz);
  }
  const [ana, bao, cam] = people;
  await ana.mute(true);
  await cam.hearsNot(ANA.hertz);
  await cam.hears(BAO.hertz);

  await bao.leave();
  await cam.happens({ kind: 'tileRemoved', attendee: bao.id });
  await cam.hearsNot(BAO.hertz);
  await ana.hears(CAM.hertz);
  await room.allSeeEachOther([ana, cam]);
});

test('eight find their way to each other', async ({ room }) => {
  // Eight browsers take all that two cores have, so each look costs those who are looked at.
  test.setTimeout(180_000);
  const colours: [number, number, number][] = [
    [200, 30, 30], [30, 160, 30], [30, 30, 200], [200, 200, 30],
    [200, 30, 200], [30, 200, 200], [220, 220, 220], [60, 60, 60],
  ];
  const eight: Looks[] = colours.map((colour, index) => ({
    name: `person-${index}`,
    colour,
    hertz: 500 + 300 * index,
  }));
  const people = await Promise.all(eight.map((looks) => room.person(looks)));
  for (const person of people) expect(await person.join({ framesPerSecond: 2 })).toBe('started');
  for (const person of people) await person.camera(true);

  for (const person of people) {
    for (const other of people) {
      await person.happens({ kind: 'presence', attendee: other.id, present: true });
    }
  }
  await room.allSeeEachOther(people, 30_000);
  const speaker = people[7]!;
  for (const person of people.slice(0, 7)) await person.mute(true);
  for (const person of people.slice(0, 7)) await person.hears(speaker.looks.hertz);
});
