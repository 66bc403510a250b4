// The test function with what every test needs: the service, a meeting, and people in it.

import { type Browser, test as base } from '@playwright/test';

import { type Looks, Person } from './person.ts';
import { type Attendee, type Capabilities, Meeting, Service } from './service.ts';

export { expect } from '@playwright/test';

/** A meeting of the test's own, and the people who came to it. */
export class Room {
  readonly people: Person[] = [];

  constructor(
    private readonly browser: Browser,
    readonly meeting: Meeting,
  ) {}

  /** A new attendee with a page, who has not joined. */
  async person(looks: Looks, capabilities?: Capabilities): Promise<Person> {
    return this.device(looks, await this.meeting.attendee(looks.name, capabilities));
  }

  /** A page for an attendee who may have others. */
  async device(looks: Looks, attendee: Attendee, meeting = this.meeting): Promise<Person> {
    const person = await Person.open(this.browser, meeting, attendee, looks);
    this.people.push(person);
    return person;
  }

  /** New attendees who are all in the meeting, with their cameras on, and see each other. */
  async call<All extends Looks[]>(
    ...everybody: All
  ): Promise<{ [Each in keyof All]: Person }> {
    const people = await Promise.all(everybody.map((looks) => this.person(looks)));
    for (const outcome of await Promise.all(people.map((person) => person.join()))) {
      base.expect(outcome).toBe('started');
    }
    await Promise.all(people.map((person) => person.camera(true)));
    await this.allSeeEachOther(people);
    return people as { [Each in keyof All]: Person };
  }

  async allSeeEachOther(people: Person[]): Promise<void> {
    const pairs = people.flatMap((person) =>
      people.filter((other) => other !== person).map((other) => [person, other] as const),
    );
    await Promise.all(pairs.map(([person, other]) => person.sees(other.id, other.looks.colour)));
  }
}

export const test = base.extend<{ room: Room }, { service: Service }>({
  service: [
    async ({}, use) => {
      const service = await Service.start();
      await use(service);
      await service.stop();
    },
    { scope: 'worker' },
  ],
  room: async ({ browser, service }, use, info) => {
    const room = new Room(browser, await service.meeting());
    await use(room);
    if (info.status !== info.expectedStatus) {
      for (const [index, person] of room.people.entries()) {
        const name = `client-${index}-${person.looks.name}.log`;
        await info.attach(name, { body: person.lines.join('\n'), contentType: 'text/plain' });
      }
      const said = [...room.meeting.events(), ...service.complaints].join('\n');
      await info.attach('service.log', { body: said, contentType: 'text/plain' });
    }
    await Promise.all(room.people.map((person) => person.close().catch(() => undefined)));
    await room.meeting.end().catch(() => undefined);
  },
});
