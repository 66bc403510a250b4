import { Alert, Anchor, Button, Text } from '@mantine/core';
import IconUsers from '@tabler/icons-react/icons/IconUsers';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';

import type { Booking } from '../../shared/api/types';
import { useMyZone } from '../../shared/me/useProfile';
import { usePolicy } from '../../shared/policy/usePolicy';
import { dateAndTime, span } from '../../shared/time/format';
import { Empty } from '../../shared/ui/Empty';
import { Loading } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { UnsavedGuard } from '../../shared/ui/UnsavedGuard';
import { useMembers } from './api/useMembers';
import { ProposalForm, type Wanted } from './components/ProposalForm';
import type {} from './i18n/catalogue';

/** A provider proposes a follow-up to a member they have had a session with. */
export default function CreateBookingPage() {
  const { t, i18n } = useTranslation('create-booking');
  const until = usePolicy()?.acceptBeforeMinutes;
  const members = useMembers();
  const [search] = useSearchParams();
  const wanted = wantedIn(search);
  const [proposed, setProposed] = useState<Booking | null>(null);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Text mb="md">
        {t('text')}{' '}
        <span>
          {until === undefined ? '' : t('acceptUntil', { length: span(until, i18n.language) })}
        </span>
      </Text>
      <ProblemAlert error={members.error} onRetry={() => void members.refetch()} />
      {members.isPending && <Loading />}
      {members.data?.length === 0 && (
        <Empty icon={IconUsers} title={t('none')} text={t('noMembers')} />
      )}
      {proposed ? (
        <Done booking={proposed} onAnother={() => setProposed(null)} />
      ) : (
        members.data &&
        members.data.length > 0 && (
          <UnsavedGuard>
            <ProposalForm members={members.data} wanted={wanted} onDone={setProposed} />
          </UnsavedGuard>
        )
      )}
    </>
  );
}

/** What an address asks for: with whom, when, how and how long. What is none of that is left out. */
function wantedIn(search: URLSearchParams): Wanted {
  const minutes = Number(search.get('minutes'));
  const sessionType = (['video', 'phone'] as const).find((each) => each === search.get('type'));
  return {
    memberId: search.get('member') ?? '',
    at: instantIn(search.get('at') ?? ''),
    ...(Number.isInteger(minutes) && minutes > 0 ? { durationMinutes: minutes } : {}),
    ...(sessionType ? { sessionType } : {}),
  };
}

/** An instant from an address, or none if it is none. */
function instantIn(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? '' : new Date(at).toISOString();
}

function Done({ booking, onAnother }: { booking: Booking; onAnother: () => void }) {
  const { t, i18n } = useTranslation('create-booking');
  const zone = useMyZone();
  const at = dateAndTime(booking.startsAt, zone, i18n.language);
  return (
    <Alert role="status" color="teal" variant="light" title={t('done.title')}>
      <Text mb="sm">{t('done.text', { name: booking.member.name, at })}</Text>
      <Anchor component={Link} href="/bookings/pending" mr="md">
        {t('done.pending')}
      </Anchor>
      <Button size="xs" variant="default" onClick={onAnother}>
        {t('done.another')}
      </Button>
    </Alert>
  );
}
