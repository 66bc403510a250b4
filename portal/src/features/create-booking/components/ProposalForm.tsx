import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking, MetMember } from '../../../shared/api/types';
import { useMe } from '../../../shared/auth/SessionProvider';
import { BookingForm } from '../../../shared/booking-form/BookingForm';
import { useBookingForm } from '../../../shared/booking-form/useBookingForm';
import { useMyZone } from '../../../shared/me/useProfile';

interface Props {
  members: MetMember[];
  onDone: (booking: Booking) => void;
}

/** A provider proposes a session to one of the members that they have met. */
export function ProposalForm({ members, onDone }: Props) {
  const { t } = useTranslation('create-booking');
  const me = useMe();
  const zone = useMyZone();
  const memberId = members[0]?.id ?? '';
  const form = useBookingForm({ by: 'provider', first: { memberId }, zone, onDone });
  return (
    <BookingForm by="provider" form={form} slotsOf={me.id} zone={zone}>
      <NativeSelect
        label={t('member')}
        value={form.wish.memberId}
        onChange={(event) => form.set({ memberId: event.currentTarget.value })}
        data={members.map(({ id, name }) => ({ value: id, label: name }))}
        mb="md"
      />
    </BookingForm>
  );
}
