import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking, SessionType } from '../../../shared/api/types';
import { useMe } from '../../../shared/auth/SessionProvider';
import { BookingForm } from '../../../shared/booking-form/BookingForm';
import { useBookingForm } from '../../../shared/booking-form/useBookingForm';
import { useMyZone } from '../../../shared/me/useProfile';
import type { MyMember } from '../api/useMembers';

/** What is wanted already; empty where nothing is. */
export interface Wanted {
  memberId: string;
  at: string;
  durationMinutes?: number;
  sessionType?: SessionType;
}

interface Props {
  members: MyMember[];
  wanted: Wanted;
  onDone: (booking: Booking) => void;
}

/** A provider proposes a session to one of the members that they have met. */
export function ProposalForm({ members, wanted, onDone }: Props) {
  const { t } = useTranslation(['create-booking', 'booking-form']);
  const me = useMe();
  const zone = useMyZone();
  const { at, memberId, ...rest } = wanted;
  const known = members.find(({ id }) => id === memberId);
  const first = {
    ...rest,
    // Nobody is chosen in place of somebody else who was wanted.
    memberId: known?.id ?? (memberId === '' ? members[0]?.id : undefined) ?? '',
    start: { by: 'slot', at } as const,
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
        data={[
          ...(form.wish.memberId === '' ? [{ value: '', label: t('choose') }] : []),
          ...members.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        error={form.isMissing('memberId') ? t('booking-form:missing.memberId') : undefined}
        mb="md"
      />
    </BookingForm>
  );
}
