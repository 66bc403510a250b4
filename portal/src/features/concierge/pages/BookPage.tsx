import { Alert, Anchor, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { dateAndTime, zoneName } from '../../../shared/time/format';
import { Loading } from '../../../shared/ui/Loading';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { UnsavedGuard } from '../../../shared/ui/UnsavedGuard';
import { usePerson } from '../api/usePerson';
import { BookForm } from '../components/BookForm';
import { bookingPath } from '../paths';

/** Books for a member and a provider. The address may say who is known already, and about when it is to be. */
export default function BookPage() {
  const { t } = useTranslation('concierge');
  const [search] = useSearchParams();
  const member = usePerson('member', search.get('member') ?? '');
  const provider = usePerson('provider', search.get('provider') ?? '');
  const [booked, setBooked] = useState<Booking | null>(null);
  const given = search.get('near') ?? '';
  const near = Number.isNaN(Date.parse(given)) ? '' : given;
  const isLoading = member.isLoading || provider.isLoading;
  const error = member.error ?? provider.error;
  const retry = () => void Promise.all([member.refetch(), provider.refetch()]);
  return (
    <>
      <PageTitle>{t('book.title')}</PageTitle>
      <ProblemAlert error={error} onRetry={retry} />
      {isLoading && <Loading />}
      {booked && <Booked booking={booked} onAnother={() => setBooked(null)} />}
      {!isLoading && !booked && (
        <UnsavedGuard key={search.toString()}>
          <BookForm
            known={{ member: member.data ?? null, provider: provider.data ?? null }}
            near={near}
            onDone={setBooked}
          />
        </UnsavedGuard>
      )}
    </>
  );
}

function Booked({ booking, onAnother }: { booking: Booking; onAnother: () => void }) {
  const { t, i18n } = useTranslation('concierge');
  const { member, provider, startsAt } = booking;
  const at = dateAndTime(startsAt, member.timeZone, i18n.language);
  const zone = zoneName(member.timeZone, i18n.language, startsAt);
  const names = { member: member.name, provider: provider.name };
  return (
    <Alert role="status" color="teal" variant="light" title={t('book.done.title')}>
      <Text mb="sm">{t('book.done.text', { ...names, at, zone })}</Text>
      <Anchor component={Link} href={bookingPath(booking.id)} mr="md">
        {t('book.done.open')}
      </Anchor>
      <Button size="xs" variant="default" onClick={onAnother}>
        {t('book.done.another')}
      </Button>
    </Alert>
  );
}
