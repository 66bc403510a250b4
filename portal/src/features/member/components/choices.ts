import type { Booking, View } from '../../../shared/api/types';

/** What a dialog is opened for. */
export const CHOICES = ['accept', 'decline', 'reschedule', 'cancel'] as const;

export type Choice = (typeof CHOICES)[number];

/** What is offered in each list; a proposal is declined, not cancelled. */
export const OFFERED: Record<View, readonly Choice[]> = {
  pending: ['accept', 'decline'],
  upcoming: ['reschedule', 'cancel'],
  past: [],
};

/** An open dialog, with the booking as it was when it was opened. */
export interface Open {
  choice: Choice;
  booking: Booking;
}
