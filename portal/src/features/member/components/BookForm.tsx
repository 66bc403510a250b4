import { NativeSelect, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { BookingForm } from '../../../shared/booking-form/BookingForm';
import { useBookingForm } from '../../../shared/booking-form/useBookingForm';
import { useMyZone } from '../../../shared/me/useProfile';
import { usePolicy } from '../../../shared/policy/usePolicy';
import { span } from '../../../shared/time/format';
import type { MyProvider } from '../api/useMyProviders';
import { PhoneNote } from './PhoneNote';
import { Summary } from './Summary';

interface Props {
  providers: MyProvider[];
  /** The one that is chosen at first. */
  first: MyProvider;
  onBooked: (booking: Booking) => void;
}

/** A member books with one of their providers. */
export function BookForm({ providers, first, onBooked }: Props) {
  const { t, i18n } = useTranslation('member');
  const late = usePolicy()?.lateChangeMinutes;
  const zone = useMyZone();
  const { id: providerId, durationMinutes } = first;
  const wanted = { providerId, durationMinutes };
  const form = useBookingForm({ by: 'member', first: wanted, zone, onDone: onBooked });
  const { wish, startsAt } = form;
  // Its name is in the language of now.
  const provider = providers.find(({ id }) => id === wish.providerId) ?? first;
  return (
    <BookingForm
      by="member"
      form={form}
      slotsOf={provider.id}
      zone={zone}
      clocks={provider.timeZone ? [{ name: provider.name, zone: provider.timeZone }] : []}
      phoneNote={<PhoneNote />}
      summary={
        <>
          <Summary name={provider.name} wish={{ ...wish, startsAt }} zone={zone} />
          {late !== undefined && (
            <Text size="sm" c="dimmed" mb="sm">
              {t('book.rules', { length: span(late, i18n.language) })}
            </Text>
          )}
        </>
      }
    >
      <NativeSelect
        label={t('book.provider')}
        value={provider.id}
        onChange={(event) => form.set({ providerId: event.currentTarget.value })}
        data={providers.map(({ id, name }) => ({ value: id, label: name }))}
        mb="md"
      />
    </BookingForm>
  );
}
