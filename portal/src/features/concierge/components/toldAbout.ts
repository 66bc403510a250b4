import type { Delivery, DeliveryStatus, Side } from '../api/types';
import { mayResend } from './ResendButton';

/** Messages that bring a member the link of their session as it is now. */
const WITH_LINK: readonly Delivery['kind'][] = ['proposal', 'confirmation', 'rescheduled'];

/** Statuses of which nobody need know more. */
const SETTLED: readonly DeliveryStatus[] = ['dropped', 'dismissed'];

/** What was sent to a side about a booking and still counts, the newest first. */
export function toldTo(side: Side, deliveries: Delivery[]): Delivery[] {
  const theirs = deliveries.filter(({ to, status }) => to === side && !SETTLED.includes(status));
  return theirs.reverse();
}

/** The newest message that brings the link, if it can be sent again. */
export function linkOf(told: Delivery[]): Delivery | undefined {
  const newest = told.find(({ kind, channel }) => channel === 'email' && WITH_LINK.includes(kind));
  return newest && mayResend(newest) ? newest : undefined;
}
