// The test function with what every test needs: the service, a meeting, and people in it.

import { writeFileSync } from 'node:fs';

import { type Browser, test as base } from '@playwright/test';

import { type Looks, Person } from './person.ts';
import { serve } from './site.ts';
import { type Attendee, type Capabilities, Meeting, Service } from './service.ts';

export { expect } from '@playwright/test';

/** A meeting of the test's own, and the people who came to it. */
export class Room {
  readonly people: Person[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly site: string,
    readonly meeting: Meeting,
  ) {}

  /** A new attendee with a page, who has not joined. */
  async person(looks: Looks, capabilities?: Capabilities): Promise<Person> {
    return this.device(looks, await this.meeting.attendee(looks.name, capabilities));
  }

  /** A page for an attendee who may have others, in this browser or another. */
  async device(
    looks: Looks,
    attendee: Attendee,
    { meeting = this.meeting, browser = this.browser } = {},
  ): Promise<Person> {
    const person = await Person.open(browser, this.site, meeting, attendee, looks);
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

  async allSeeEachOther(people: Person[], timeout?: number): Promise<void> {
    await Promise.all(
      people.map((person) => {
        const others = people.filter((other) => other !== person);
        return person.seesAll(others.map(({ id, looks }) => [id, looks.colour] as const), timeout);
      }),
    );
  }
}

export const test = base.extend<{ room: Room }, { service: Service; site: string }>({
  site: [
    async ({}, use) => {
      const site = await serve();
      await use(site.address);
      site.close();
    },
    { scope: 'worker' },
  ],
  service: [
    async ({}, use) => {
      const service = await Service.start();
      await use(service);
      await service.stop();
    },
    { scope: 'worker' },
  ],
  room: async ({ browser, site, service }, use, info) => {
    const room = new Room(browser, site, await service.meeting());
    await use(room);
    if (info.status !== info.expectedStatus) {
      for (const [index, { looks, lines }] of room.people.entries()) {
        writeFileSync(info.outputPath(`client-${index}-${looks.name}.log`), lines.join('\n'));
      }
      const said = [...room.meeting.events(), ...service.complaints];
      writeFileSync(info.outputPath('service.log'), said.join('\n'));
    }
    await Promise.all(room.people.map((person) => person.close().catch(() => undefined)));
    await room.meeting.end().catch(() => undefined);
  },
});
