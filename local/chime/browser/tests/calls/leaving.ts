// Somebody leaves, comes back, comes from elsewhere, or is put out.

import { ANA, BAO } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

test('who leaves is gone at once, and can come back from the same page', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  for (let round = 0; round < 2; round++) {
    await Promise.all([ana.fromNow(), bao.fromNow()]);
    await ana.leave();
    await bao.happens({ kind: 'presence', attendee: ana.id, present: false, dropped: false });
    await bao.happens({ kind: 'tileRemoved', attendee: ana.id });
    await room.meeting.told('AttendeeLeft', ana.attendee);

    expect(await ana.join()).toBe('started');
    await ana.camera(true);
    await bao.happens({ kind: 'presence', attendee: ana.id, present: true });
    await room.allSeeEachOther([ana, bao]);
    await ana.hears(BAO.hertz);
    await bao.hears(ANA.hertz);
  }
});

test('a second device takes over from the first, and the other sees nobody go', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  await bao.fromNow();
  const anew = { ...ANA, colour: [200, 120, 30] as [number, number, number], hertz: 1400 };
  const second = await room.device(anew, ana.attendee);
  expect(await second.join()).toBe('started');
  await ana.happens({ kind: 'stopped', code: 'AudioJoinedFromAnotherDevice' });
  await second.camera(true);

  await room.allSeeEachOther([second, bao]);
  await bao.hears(anew.hertz);
  await bao.hearsNot(ANA.hertz);
  await second.hears(BAO.hertz);
  const gone = (await bao.happened()).filter(
    (happening) => happening.kind === 'presence' && !happening.present,
  );
  expect(gone).toEqual([]);
  expect(room.meeting.events(ana.attendee)).not.toContain('AttendeeDropped');
});

test('who is removed is put out, told so, and not let in again', async ({ room }) => {
  const [ana, bao] = await room.call(ANA, BAO);
  await room.meeting.remove(ana.attendee);
  await ana.happens({ kind: 'stopped', code: 'AudioAttendeeRemoved' });
  await bao.happens({ kind: 'presence', attendee: ana.id, present: false });
  await bao.happens({ kind: 'tileRemoved', attendee: ana.id });
  await room.meeting.told('AttendeeDeleted', ana.attendee);

  await bao.fromNow();
  expect(await ana.join()).toBe('SignalingBadRequest');
  const came = (await bao.happened()).filter((happening) => happening.kind === 'presence');
  expect(came).toEqual([]);
});

test('the token of an attendee who was deleted before they came is refused', async ({ room }) => {
  const ana = await room.person(ANA);
  await room.meeting.remove(ana.attendee);
  expect(await ana.join()).toBe('SignalingBadRequest');
  expect(room.meeting.events(ana.attendee)).toEqual(['AttendeeAdded', 'AttendeeDeleted']);
});

test('a token that the service never gave out is refused', async ({ room }) => {
  const attendee = await room.meeting.attendee('ana');
  const ana = await room.device(ANA, { ...attendee, JoinToken: `${attendee.JoinToken}x` });
  expect(await ana.join()).toBe('SignalingBadRequest');
});
