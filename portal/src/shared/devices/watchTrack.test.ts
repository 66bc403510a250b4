import { beforeEach, expect, it, vi } from 'vitest';

import { watchTrack } from './watchTrack';

/** A track as a browser has it, and what is heard of it. */
function watched() {
  const track = Object.assign(new EventTarget(), { readyState: 'live', muted: false });
  const hear = vi.fn();
  const end = watchTrack(track as unknown as MediaStreamTrack, hear);
  return { track, hear, end };
}

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

it('notices within a second a track that was stopped without an event', () => {
  const { track, hear } = watched();
  track.readyState = 'ended';
  vi.advanceTimersByTime(1_000);
  expect(hear.mock.calls).toEqual([['ended']]);
});

it('notices a track that ends with an event at once', () => {
  const { track, hear } = watched();
  track.readyState = 'ended';
  track.dispatchEvent(new Event('ended'));
  expect(hear.mock.calls).toEqual([['ended']]);
});

it('minds silence of the system only when it lasts, and says when it is over', () => {
  const { track, hear } = watched();
  track.muted = true;
  vi.advanceTimersByTime(3_000);
  track.muted = false;
  vi.advanceTimersByTime(1_000);
  expect(hear).not.toHaveBeenCalled();
  track.muted = true;
  vi.advanceTimersByTime(5_000);
  track.muted = false;
  vi.advanceTimersByTime(1_000);
  expect(hear.mock.calls).toEqual([['muted'], ['live']]);
});

it('says nothing more once it is over', () => {
  const { track, hear, end } = watched();
  end();
  track.readyState = 'ended';
  vi.advanceTimersByTime(2_000);
  expect(hear).not.toHaveBeenCalled();
});
