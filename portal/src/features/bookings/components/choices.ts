import type { Booking } from '../../../shared/api/types';

/** What a dialog is opened for. */
export const CHOICES = ['reschedule', 'cancel', 'noShow', 'end'] as const;

export type Choice = (typeof CHOICES)[number];

/** An open dialog, with the booking as it was when it was opened. */
export interface Open {
  choice: Choice;
  booking: Booking;
}
