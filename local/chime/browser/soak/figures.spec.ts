// What the service needs in a long call: processor time and memory. `benches/calls` measures many calls.

import { ANA, BAO, type Person } from '../tests/support/person.ts';
import type { Service } from '../tests/support/service.ts';
import { expect, test } from '../tests/support/test.ts';

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
