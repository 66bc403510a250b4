import { Anchor, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { dateAndTime } from '../../../shared/time/format';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useBookings } from '../api/useBookings';
import classes from './Today.module.css';

/** How many are shown here; the list has all. */
const FEW = 5;

/** The proposals that their members have not answered yet. */
export function Proposals({ zone }: { zone: string }) {
  const { t, i18n } = useTranslation('bookings');
  const { data, error, refetch } = useBookings('pending');
  const at = (instant: string) => dateAndTime(instant, zone, i18n.language);
  if (!error && !data?.length) return null;
  return (
    <section aria-labelledby="proposals">
      <Title order={2} id="proposals" className={classes.heading}>
        {t('today.pending')}
      </Title>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      <ul className={classes.timeline}>
        {data?.slice(0, FEW).map(({ id, member, startsAt, acceptBy }) => (
          <li key={id} className={classes.proposal}>
            <Text fw={600}>
              {member.name} · {at(startsAt)}
            </Text>
            {acceptBy && (
              <Text size="sm" c="dimmed">
                {t('card.acceptBy', { at: at(acceptBy) })}
              </Text>
            )}
          </li>
        ))}
      </ul>
      <Anchor component={Link} href="/bookings/pending" underline="always">
        {t('today.allPending')}
      </Anchor>
    </section>
  );
}
