import { Alert, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking, Person } from '../../../shared/api/types';
import { isAhead } from '../../../shared/bookings/allowed';
import { serverNow } from '../../../shared/time/now';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useFoundBookings } from '../api/useFoundBookings';
import { useSendLinks } from '../api/useSendLinks';
import classes from './Console.module.css';

type Sending = ReturnType<typeof useSendLinks>;

/**
 * After a correction of a member's address or number: sends what there is about their sessions to come
 * once more, in one act.
 */
export function SendLinks({ member }: { member: Person }) {
  const { t } = useTranslation('concierge');
  const send = useSendLinks(member.id);
  // As they were when what they have was sent to them.
  const [told, setTold] = useState(member);
  const hasMoved = member.email !== told.email;
  const phone = member.phone === told.phone ? undefined : member.phone;
  if (hasMoved || phone !== undefined)
    return (
      <Offer
        member={member}
        hasMoved={hasMoved}
        phone={phone}
        send={send}
        onSend={() => send.mutate(undefined, { onSuccess: () => setTold(member) })}
      />
    );
  if (!send.isSuccess) return null;
  const { items } = send.data;
  const count = new Set(items.map(({ bookingId }) => bookingId)).size;
  const isTexted = items.some(({ channel }) => channel === 'sms');
  return (
    <Text role="status" mb="md" className={classes.words}>
      {t(isTexted ? 'person.links.doneNumber' : 'person.links.done', {
        count,
        email: told.email,
        phone: told.phone,
      })}
    </Text>
  );
}

interface OfferProps {
  member: Person;
  /** The address was corrected: the links that were sent are void. */
  hasMoved: boolean;
  /** The corrected number. */
  phone: string | undefined;
  send: Sending;
  onSend: () => void;
}

function Offer({ member: { id, email }, hasMoved, phone, send, onSend }: OfferProps) {
  const { t } = useTranslation('concierge');
  const [from] = useState(() => new Date(serverNow()).toISOString());
  const found = useFoundBookings({ memberId: id, from }, 40);
  const ahead = found.data?.filter(({ status }) => isAhead(status)) ?? [];
  const isTexted = phone !== undefined && ahead.some(isAgreedByPhone);
  if (ahead.length === 0 || !(hasMoved || isTexted)) return null;
  return (
    <Alert role="note" color="blue" variant="light" mb="md">
      {hasMoved && (
        <Text size="sm" mb="xs">
          {t('person.links.text')}
        </Text>
      )}
      {isTexted && (
        <Text size="sm" mb="xs">
          {t('person.links.textNumber')}
        </Text>
      )}
      <ProblemAlert error={send.error} />
      <Button size="xs" loading={send.isPending} onClick={onSend}>
        {t(isTexted ? 'person.links.offerNumber' : 'person.links.offer', {
          count: ahead.length,
          email,
          phone,
        })}
      </Button>
    </Alert>
  );
}

/** Whether a text says when and from which number the member is called. */
function isAgreedByPhone({ sessionType, status }: Booking): boolean {
  return sessionType === 'phone' && status !== 'pending';
}
