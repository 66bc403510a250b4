// What the service needs: processor time and memory, for few and for many, for short and for long.

import { ANA, BAO, type Looks, type Person } from '../tests/support/person.ts';
import { Service } from '../tests/support/service.ts';
import { expect, Room, test } from '../tests/support/test.ts';

const SECOND = 1_000;

/** How long the long call lasts; `SOAK_MINUTES` makes it shorter while one writes. */
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 10);

/** Words of the client that would be a complaint. */
const COMPLAINTS = new Set(['reconnecting', 'poor', 'stopVideoSuggested', 'stopped']);

/** The share of one processor that the service takes over this time, in percent. */
async function load(service: Service, milliseconds: number): Promise<number> {
  const before = service.processorSeconds();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return ((service.processorSeconds() - before) / (milliseconds / SECOND)) * 100;
}

function print(what: string, figure: string): void {
  console.log(`${what}: ${figure}`);
}

async function expectNoComplaint(people: Person[]): Promise<void> {
  for (const person of people) {
    const complaints = (await person.happened()).filter(({ kind }) => COMPLAINTS.has(kind));
    expect(complaints, person.looks.name).toEqual([]);
  }
}

test('two people for long: no complaint, and no growth', async ({ room, service }) => {
  print('memory, no call', `${service.residentMebibytes().toFixed(1)} MiB`);
  const people = await room.call(ANA, BAO);
  const memory: number[] = [];
  const loads: number[] = [];
  for (let minute = 0; minute < MINUTES; minute++) {
    loads.push(await load(service, 60 * SECOND));
    memory.push(service.residentMebibytes());
  }
  print('memory after each minute', memory.map((mebibytes) => mebibytes.toFixed(1)).join(', '));
  print('processor in each minute', loads.map((percent) => `${percent.toFixed(1)} %`).join(', '));
  await expectNoComplaint(people);
  await room.allSeeEachOther(people);
  // The first minute fills buffers; after it nothing should be kept.
  expect(memory.at(-1)! - memory[0]!).toBeLessThan(1);
});

test('ten calls at once, and none again', async ({ browser, site }) => {
  const CALLS = 10;
  const service = await Service.start();
  const empty = service.residentMebibytes();
  print('memory, no call', `${empty.toFixed(1)} MiB`);
  const everybody: Person[] = [];
  const rooms: Room[] = [];
  for (let number = 1; number <= CALLS; number++) {
    const room = new Room(browser, site, await service.meeting());
    const pair = [ANA, BAO] satisfies Looks[];
    const people = await Promise.all(pair.map((looks) => room.person(looks)));
    for (const person of people) expect(await person.join({ framesPerSecond: 5 })).toBe('started');
    for (const person of people) await person.camera(true);
    everybody.push(...people);
    rooms.push(room);
    if (number === 1 || number === CALLS) {
      await room.allSeeEachOther(people);
      const percent = await load(service, 20 * SECOND);
      const what = number === 1 ? 'one call' : `${number} calls`;
      print(`processor, ${what}`, `${percent.toFixed(1)} % of one core`);
      print(`memory, ${what}`, `${service.residentMebibytes().toFixed(1)} MiB`);
      // A laptop that runs two calls in its browsers must not notice the service.
      expect(percent).toBeLessThan(5 * number + 5);
    }
  }
  for (const room of rooms) await room.allSeeEachOther(room.people);
  await expectNoComplaint(everybody);
  for (const room of rooms) await room.meeting.end();
  for (const person of everybody) await person.happens({ kind: 'stopped', code: 'MeetingEnded' });
  print('processor, after all calls', `${(await load(service, 10 * SECOND)).toFixed(1)} %`);
  print('memory, after all calls', `${service.residentMebibytes().toFixed(1)} MiB`);
  for (const person of everybody) await person.close();
  await service.stop();
});
