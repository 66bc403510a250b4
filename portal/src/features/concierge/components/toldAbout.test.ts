import { expect, it } from 'vitest';

import type { Delivery } from '../api/types';
import { linkOf, toldTo } from './toldAbout';

const mail = (id: string, part: Partial<Delivery>) =>
  ({ id, channel: 'email', to: 'member', status: 'sent', ...part }) as Delivery;

const MESSAGES = [
  mail('first', { kind: 'confirmation' }),
  mail('dropped', { kind: 'reminder', status: 'dropped' }),
  mail('other', { kind: 'rescheduled', to: 'provider' }),
  mail('moved', { kind: 'rescheduled', status: 'undelivered' }),
  mail('text', { kind: 'phone_booked', channel: 'sms' }),
];

it('has what one side was told, the newest first', () => {
  expect(toldTo('member', MESSAGES).map(({ id }) => id)).toEqual(['text', 'moved', 'first']);
});

it('sends the link of the newest message that has one', () => {
  expect(linkOf(toldTo('member', MESSAGES))?.id).toBe('moved');
});

it('sends no earlier link while the newest one is on its way', () => {
  const queued = mail('again', { kind: 'confirmation', status: 'queued' });
  expect(linkOf(toldTo('member', [...MESSAGES, queued]))).toBeUndefined();
  expect(linkOf([])).toBeUndefined();
});
