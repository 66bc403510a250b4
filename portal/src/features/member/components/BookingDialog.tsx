import { Suspense } from 'react';

import type { Booking } from '../../../shared/api/types';
import { LoadingDialog } from '../../../shared/ui/Loading';
import { lazyPart } from '../../../shared/ui/lazyPart';
import type { Choice } from './choices';

// Dialogs come when they are opened: the list is there to get to the session from.
const CancelDialog = lazyPart(() => import('../../../shared/booking-actions/CancelDialog'));
const ConfirmDialog = lazyPart(() => import('../../../shared/booking-actions/ConfirmDialog'));
const RescheduleDialog = lazyPart(() => import('../../../shared/booking-actions/RescheduleDialog'));

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
    <Suspense fallback={<LoadingDialog onClose={props.onClose} />}>
      {choice === 'cancel' && <CancelDialog by="member" {...props} />}
      {choice === 'reschedule' && <RescheduleDialog by="member" zone={zone} {...props} />}
      {(choice === 'accept' || choice === 'decline') && <ConfirmDialog what={choice} {...props} />}
    </Suspense>
  );
}
