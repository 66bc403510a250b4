import { describe, expect, it } from 'vitest';

import {
  asksAtDoor,
  HOPELESS_MS,
  isConnected,
  next,
  PATIENCE_MS,
  PAUSE_MS,
  WAITING,
  type Stay,
  type StayEvent,
} from './stay';

const entrance = { meeting: {}, attendee: {}, generation: 1 };
const admitted: StayEvent = { what: 'admitted', entrance, canCall: true };
const meeting = (phase: 'connecting' | 'in' | 'reconnecting'): StayEvent => ({
  what: 'meeting',
  phase,
  ending: null,
  otherPresent: true,
});
const over = (ending: 'left' | 'ended' | 'elsewhere' | 'failed'): StayEvent => ({
  what: 'meeting',
  phase: 'over',
  ending,
  otherPresent: false,
});
const tick: StayEvent = { what: 'tick' };

/** The stay after these events, each at its second. */
function after(...events: [second: number, event: StayEvent][]): Stay {
  return events.reduce((stay, [second, event]) => next(stay, event, second * 1000), WAITING);
}

describe('on the way in', () => {
  it('is in once the client has connected', () => {
    const stay = after([0, admitted], [1, meeting('connecting')], [2, meeting('in')]);
    expect(stay).toMatchObject({ where: 'in', withOther: true, slow: false });
    expect([isConnected(stay), asksAtDoor(stay)]).toEqual([true, false]);
  });

  it('has a next step within ten seconds, is seen meanwhile, and still gets in', () => {
    const slow = after([0, admitted], [PATIENCE_MS / 1000, tick]);
    expect(slow).toMatchObject({ where: 'entering', slow: true });
    expect(asksAtDoor(slow)).toBe(true);
    expect(next(slow, meeting('in'), 20_000)).toMatchObject({ where: 'in', slow: false });
    expect(next(slow, admitted, 16_000)).toBe(slow);
  });

  it('is out, and tried again by itself, when the client never calls back', () => {
    const out = after([0, admitted], [HOPELESS_MS / 1000, tick]);
    expect(out).toMatchObject({ where: 'out', why: 'failed' });
    expect(asksAtDoor(out)).toBe(true);
    const shown = next(out, admitted, HOPELESS_MS + PAUSE_MS - 1);
    expect(shown).toBe(out);
    expect(next(out, admitted, HOPELESS_MS + PAUSE_MS)).toMatchObject({
      where: 'entering',
      turn: 2,
    });
  });

  it('tries anew with another client when the person wants to', () => {
    const again = after([0, admitted], [9, tick], [10, { what: 'again' }]);
    expect(again).toMatchObject({ where: 'entering', turn: 2, slow: false });
  });

  it('is out with a next step, and seen, in a browser that can’t hold a call', () => {
    const stay = after([0, { what: 'admitted', entrance, canCall: false }]);
    expect(stay).toMatchObject({ where: 'out', why: 'unsupported' });
    expect(asksAtDoor(stay)).toBe(true);
  });

  it('is out when the room can’t be loaded', () => {
    expect(after([0, admitted], [1, { what: 'broken' }])).toMatchObject({ why: 'failed' });
  });
});

describe('in', () => {
  const inside: [number, StayEvent][] = [
    [0, admitted],
    [1, meeting('in')],
  ];

  it('has a next step ten seconds after the line was lost, and is seen', () => {
    const lost = after(...inside, [60, meeting('reconnecting')]);
    expect([isConnected(lost), asksAtDoor(lost)]).toEqual([false, false]);
    const slow = next(lost, tick, 60_000 + PATIENCE_MS);
    expect(slow).toMatchObject({ where: 'in', slow: true });
    expect(asksAtDoor(slow)).toBe(true);
    expect(isConnected(next(slow, meeting('in'), 90_000))).toBe(true);
  });

  it('stays in however much time passes while the line holds', () => {
    expect(after(...inside, [7_200, tick])).toMatchObject({ where: 'in', slow: false });
  });

  it.each(['left', 'ended', 'elsewhere', 'failed'] as const)('is out with the reason %s', (why) => {
    expect(after(...inside, [60, over(why)])).toMatchObject({ where: 'out', why });
  });

  it('goes back to the waiting room, or leaves', () => {
    expect(after(...inside, [60, { what: 'back' }])).toEqual(WAITING);
    const left = after(...inside, [60, { what: 'left' }]);
    expect(asksAtDoor(left)).toBe(false);
    expect(next(left, { what: 'again' }, 61_000)).toEqual(WAITING);
  });
});

/** Whatever happens in whatever order, nobody is in between for ten seconds without a next step. */
it('never leaves anybody in between', () => {
  const events: StayEvent[] = [
    admitted,
    meeting('connecting'),
    meeting('in'),
    meeting('reconnecting'),
    over('failed'),
    over('ended'),
    { what: 'again' },
    { what: 'back' },
    { what: 'broken' },
  ];
  let seed = 7;
  const draw = (count: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % count;
  let stay: Stay = WAITING;
  let silentSince = 0;
  for (let second = 0; second < 20_000; second += 1) {
    const now = second * 1000;
    const before = stay;
    stay = next(stay, tick, now);
    if (draw(6) === 0) stay = next(stay, events[draw(events.length)] ?? tick, now);
    const isBetween = 'lostSince' in stay && stay.lostSince !== null && !stay.slow;
    const isNew = 'turn' in before && 'turn' in stay && before.turn !== stay.turn;
    if (!isBetween || isNew) silentSince = now;
    expect(now - silentSince, JSON.stringify(stay)).toBeLessThan(10_000);
  }
});
