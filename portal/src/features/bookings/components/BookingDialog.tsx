import { Suspense } from 'react';

import { LoadingDialog } from '../../../shared/ui/Loading';
import { lazyPart } from '../../../shared/ui/lazyPart';
import type { Open } from './choices';

// Dialogs come when they are opened: the list is there to start sessions from.
const CancelDialog = lazyPart(() => import('../../../shared/booking-actions/CancelDialog'));
const ConfirmDialog = lazyPart(() => import('../../../shared/booking-actions/ConfirmDialog'));
const RescheduleDialog = lazyPart(() => import('../../../shared/booking-actions/RescheduleDialog'));

interface Props {
  open: Open | null;
  zone: string;
  onClose: () => void;
}

/**
 * The dialog of a booking. It belongs to the list and not to the card, since the booking may leave
 * the list while somebody is typing.
 */
export function BookingDialog({ open, zone, onClose }: Props) {
  if (!open) return null;
  const { choice, booking } = open;
  return (
    <Suspense fallback={<LoadingDialog onClose={onClose} />}>
      {choice === 'reschedule' && (
        <RescheduleDialog booking={booking} zone={zone} onClose={onClose} />
      )}
      {choice === 'cancel' && <CancelDialog by="provider" booking={booking} onClose={onClose} />}
      {choice === 'noShow' && <ConfirmDialog what="no-show" booking={booking} onClose={onClose} />}
      {choice === 'end' && <ConfirmDialog what="end" booking={booking} onClose={onClose} />}
    </Suspense>
  );
}
