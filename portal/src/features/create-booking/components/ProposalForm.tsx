import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { useMe } from '../../../shared/auth/SessionProvider';
import { BookingForm } from '../../../shared/booking-form/BookingForm';
import { useBookingForm } from '../../../shared/booking-form/useBookingForm';
import { useMyZone } from '../../../shared/me/useProfile';
import type { MyMember } from '../api/useMembers';

interface Props {
  members: MyMember[];
  /** A member and a start that are wanted already, if any. */
  wanted: { memberId: string; at: string };
  onDone: (booking: Booking) => void;
}

/** A provider proposes a session to one of the members that they have met. */
export function ProposalForm({ members, wanted, onDone }: Props) {
  const { t } = useTranslation('create-booking');
  const me = useMe();
  const zone = useMyZone();
  const known = members.find(({ id }) => id === wanted.memberId) ?? members[0];
  const first = {
    memberId: known?.id ?? '',
    start: { by: 'slot', at: wanted.at } as const,
  };
  const form = useBookingForm({ by: 'provider', first, zone, onDone });
  const member = members.find(({ id }) => id === form.wish.memberId);
  const clocks = member?.timeZone ? [{ name: member.name, zone: member.timeZone }] : [];
  return (
    <BookingForm by="provider" form={form} slotsOf={me.id} zone={zone} clocks={clocks}>
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
