import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useNow } from '../../../shared/time/now';
import { useAttention } from '../api/useAttention';
import { useFoundBookings } from '../api/useFoundBookings';
import { DESK, QUEUE } from '../paths';
import { COUNTED, sessionsAt, withMessageTrouble, type Counted } from './counts';
import classes from './Counts.module.css';

const HOUR_MS = 3600_000;

/** As many as one answer can have. */
const MANY = 100;

const LEADS: Record<Counted, string> = { waiting: DESK, late: DESK, messages: QUEUE };

/** How many wait, are late and have messages in trouble, on every page of the console. */
export function Counts() {
  const { t } = useTranslation('concierge');
  const now = useNow(10_000);
  // On the hour, so that one question serves a while. Sessions that began before are over or closed.
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const from = new Date(hour - 4 * HOUR_MS).toISOString();
  const to = new Date(hour + 2 * HOUR_MS).toISOString();
  const around = useFoundBookings({ from, to }, MANY);
  const attention = useAttention();
  const bookings = around.error ? undefined : around.data;
  const counts: Record<Counted, number | undefined> = {
    waiting: bookings && sessionsAt('waiting', bookings, now),
    late: bookings && sessionsAt('late', bookings, now),
    messages: attention.error ? undefined : attention.data && withMessageTrouble(attention.data),
  };
  return (
    <nav aria-label={t('counts.label')}>
      <ul className={classes.counts}>
        {COUNTED.map((what) => (
          <li key={what}>
            <Link
              href={LEADS[what]}
              className={classes.count}
              data-what={counts[what] ? what : undefined}
            >
              {t(`counts.${what}`)}{' '}
              <span className={classes.number}>
                {counts[what] ?? <Unknown />}
                {what !== 'messages' && counts[what] !== undefined && around.hasNextPage && '+'}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A number that is not known, at first or because the service can't be reached. */
function Unknown() {
  const { t } = useTranslation('concierge');
  return (
    <>
      <span aria-hidden="true">–</span>
      <VisuallyHidden>{t('counts.unknown')}</VisuallyHidden>
    </>
  );
}
