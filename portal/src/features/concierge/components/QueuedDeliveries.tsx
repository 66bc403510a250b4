import { Anchor, Button, Group, Text } from '@mantine/core';
import IconMessage from '@tabler/icons-react/icons/IconMessage';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { Empty } from '../../../shared/ui/Empty';
import { useBooking } from '../api/useBooking';
import { useDeliveries, type WorkList } from '../api/useDeliveries';
import type { Delivery, Side } from '../api/types';
import { usePerson } from '../api/usePerson';
import { bookingPath, personPath } from '../paths';
import classes from './Console.module.css';
import { DeliveryFacts } from './DeliveryFacts';
import { DismissButton } from './DismissButton';
import { ResendButton } from './ResendButton';
import { Section } from './Section';

/** The messages that somebody must look at, by what became of them; one line for all while there are none. */
export function WorkLists() {
  const { t } = useTranslation('concierge');
  const held = useDeliveries('held');
  const lists = [
    held,
    useDeliveries('unknown'),
    useDeliveries('failed'),
    useDeliveries('undelivered'),
  ];
  if (lists.every(({ data, error }) => !error && (data ?? []).length === 0)) {
    return (
      <Section title={t('queue.messages')} read={lists.find(({ isPending }) => isPending) ?? held}>
        {() => (
          <Empty
            icon={IconMessage}
            title={t('queue.messagesNone')}
            text={t('queue.messagesText')}
          />
        )}
      </Section>
    );
  }
  return (
    <>
      <QueuedDeliveries status="held" />
      <QueuedDeliveries status="unknown" />
      <QueuedDeliveries status="failed" />
      <QueuedDeliveries status="undelivered" />
    </>
  );
}

/** Messages that failed, or did not or may not have arrived, the oldest first. */
function QueuedDeliveries({ status }: { status: WorkList }) {
  const { t } = useTranslation(['concierge', 'common']);
  const deliveries = useDeliveries(status);
  return (
    <Section title={t(`queue.${status}`)} read={deliveries}>
      {(items) => (
        <>
          {items.length === 0 && <Text>{t(`queue.${status}None`)}</Text>}
          <ul className={classes.list}>
            {items.map((delivery) => (
              <Row key={delivery.id} delivery={delivery} />
            ))}
          </ul>
          {deliveries.hasNextPage && (
            <Button
              variant="default"
              loading={deliveries.isFetchingNextPage}
              onClick={() => void deliveries.fetchNextPage()}
            >
              {t('common:action.more')}
            </Button>
          )}
        </>
      )}
    </Section>
  );
}

/** A message, with the booking or the person that it is about. Sent again or dismissed, it leaves the queue. */
function Row({ delivery }: { delivery: Delivery }) {
  const { bookingId, personId, to } = delivery;
  return (
    <li className={classes.item}>
      {bookingId !== undefined ? (
        <div>
          <AboutBooking id={bookingId} to={to}>
            <DeliveryFacts delivery={delivery} />
          </AboutBooking>
        </div>
      ) : (
        <div>
          {personId !== undefined && <AboutPerson id={personId} side={to} />}
          <DeliveryFacts delivery={delivery} />
        </div>
      )}
      <Group gap="xs" align="start">
        {bookingId !== undefined && <ResendButton delivery={delivery} />}
        <DismissButton delivery={delivery} />
      </Group>
    </li>
  );
}

function AboutBooking({ id, to, children }: { id: string; to: Side; children: ReactNode }) {
  const { t } = useTranslation('concierge');
  const { data: booking } = useBooking(id);
  return (
    <>
      <Link href={bookingPath(id)} className={classes.link}>
        {booking
          ? t('row.pair', { member: booking.member.name, provider: booking.provider.name })
          : t('booking.titleWait')}
      </Link>
      {children}
      {booking && (
        <Anchor component={Link} href={personPath(to, booking[to].id)} size="sm">
          {t('queue.reader', { name: booking[to].name })}
        </Anchor>
      )}
    </>
  );
}

function AboutPerson({ id, side }: { id: string; side: Side }) {
  const { t } = useTranslation('concierge');
  const { data: person } = usePerson(side, id);
  return (
    <Link href={personPath(side, id)} className={classes.link}>
      {person?.name ?? t('booking.titleWait')}
    </Link>
  );
}
