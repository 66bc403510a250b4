import { lazy, Suspense } from 'react';

import type { Booking } from '../../../shared/api/types';
import type { Choice } from './choices';

// Dialogs come when they are opened: the list is there to get to the session from.
const CancelDialog = lazy(() => import('../../../shared/booking-actions/CancelDialog'));
const ConfirmDialog = lazy(() => import('../../../shared/booking-actions/ConfirmDialog'));
const RescheduleDialog = lazy(() => import('../../../shared/booking-actions/RescheduleDialog'));

interface Props {
  choice: Choice;
  booking: Booking;
  zone: string;
  onClose: () => void;
  onDone: (booking: Booking) => void;
}

/**
 * The dialog of a booking. It belongs to the list and not to the card, since the booking may leave
 * the list while somebody is typing.
 */
export function BookingDialog({ choice, zone, ...props }: Props) {
  return (
    <Suspense>
      {choice === 'cancel' && <CancelDialog by="member" {...props} />}
      {choice === 'reschedule' && <RescheduleDialog by="member" zone={zone} {...props} />}
      {(choice === 'accept' || choice === 'decline') && <ConfirmDialog what={choice} {...props} />}
    </Suspense>
  );
}
