// A shared screen is an attendee of its own, named after the one who shares.

import { ANA, BAO } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

const SCREEN = [200, 200, 30] as const;

test('a shared screen is seen beside the faces, until it is not shared any more', async ({
  room,
}) => {
  const [ana, bao] = await room.call(ANA, BAO);
  const screen = `${ana.id}#content`;
  await ana.share(`rgb(${SCREEN.join(' ')})`);
  await ana.happens({ kind: 'shareStarted' });
  await bao.happens({ kind: 'presence', attendee: screen, present: true });
  await bao.sees(screen, SCREEN);
  await bao.sees(ana.id, ANA.colour);
  await ana.sees(bao.id, BAO.colour);
  await room.meeting.told('AttendeeContentJoined', ana.attendee);

  await ana.share(null);
  await ana.happens({ kind: 'shareStopped' });
  await bao.happens({ kind: 'tileRemoved', attendee: screen });
  await bao.happens({ kind: 'presence', attendee: screen, present: false });
  await bao.sees(ana.id, ANA.colour);
  await room.meeting.told('AttendeeContentLeft', ana.attendee);

  await bao.fromNow();
  await ana.share(`rgb(${SCREEN.join(' ')})`);
  await bao.sees(screen, SCREEN);
  const lost = (await bao.happened()).filter(
    (happening) => happening.kind === 'tileRemoved' && happening.attendee === ana.id,
  );
  expect(lost).toEqual([]);
});

test('a shared screen goes with the one who shares', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  const screen = `${ana.id}#content`;
  await ana.share(`rgb(${SCREEN.join(' ')})`);
  await bao.sees(screen, SCREEN);
  await room.meeting.remove(ana.attendee);
  await bao.happens({ kind: 'presence', attendee: screen, present: false });
  await bao.happens({ kind: 'tileRemoved', attendee: screen });
  await ana.happens({ kind: 'stopped', code: 'AudioAttendeeRemoved' });
  await ana.happens({ kind: 'shareStopped' });
});

test('a shared screen ends as its owner leaves, and does not come back', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  const screen = `${ana.id}#content`;
  await ana.share(`rgb(${SCREEN.join(' ')})`);
  await bao.sees(screen, SCREEN);
  await bao.fromNow();
  await ana.leave();
  await ana.happens({ kind: 'shareStopped' }, 3_000);
  await bao.happens({ kind: 'presence', attendee: screen, present: false });
  await bao.happens({ kind: 'tileRemoved', attendee: screen });
  await room.meeting.told('AttendeeContentLeft', ana.attendee);

  // Longer than a client whose session is lost takes to come back.
  await bao.page.waitForTimeout(14_000);
  const back = (await bao.happened()).filter(
    (happening) => happening.kind === 'presence' && happening.present,
  );
  expect(back).toEqual([]);
  const joined = room.meeting
    .events(ana.attendee)
    .filter((event) => event === 'AttendeeContentJoined');
  expect(joined).toHaveLength(1);
});

test('a shared screen ends with the meeting', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  await ana.share(`rgb(${SCREEN.join(' ')})`);
  await bao.sees(`${ana.id}#content`, SCREEN);
  await room.meeting.end();
  await ana.happens({ kind: 'stopped', code: 'MeetingEnded' });
  await ana.happens({ kind: 'shareStopped' }, 3_000);
});
