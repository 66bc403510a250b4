import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Booking } from '../../../shared/api/types';
import { isAllowed, opensAt } from '../../../shared/bookings/allowed';
import { dateAndTime } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { WithAdvice } from '../../../shared/ui/WithAdvice';
import { useStep, type Panel } from '../api/usePhone';
import { Done } from './Done';
import { EndButton } from './EndButton';
import { Introduction } from './Introduction';
import { Section } from './Section';
import classes from './Phone.module.css';

interface Props {
  booking: Booking;
  panel: Panel;
  zone: string;
}

/** The steps in their order; each says what it is for, and what was done of it. */
export function Steps({ booking, panel, zone }: Props) {
  const { t, i18n } = useTranslation('phone');
  const now = useNow();
  const step = useStep(booking.id);
  const { actions, status } = booking;
  const from = opensAt(actions.start, now);
  const isOngoing = status === 'ongoing';
  const record = (outcome: 'reached' | 'no_answer') => step.mutate({ do: 'attempts', outcome });
  return (
    <>
      <Text my="md">
        {t('number')}{' '}
        <a href={panel.phone.telUri} className={classes.number}>
          {panel.phone.e164}
        </a>
      </Text>
      <WithAdvice from="phone">
        <ProblemAlert error={step.error} />
      </WithAdvice>
      <ol className={classes.steps}>
        <Section title={t('intro.title')}>
          <Introduction booking={booking} panel={panel} zone={zone} step={step} />
        </Section>
        <Section title={t('start.title')}>
          <Text mb="sm">{t('start.text')}</Text>
          {from && (
            <Text mb="sm">{t('start.from', { at: dateAndTime(from, zone, i18n.language) })}</Text>
          )}
          {isOngoing || status === 'completed' ? (
            <Text fw={500}>{t('start.done')}</Text>
          ) : (
            <Button
              disabled={!isAllowed(actions.start, now)}
              loading={step.isPending && step.variables.do === 'start'}
              onClick={() => step.mutate({ do: 'start' })}
            >
              {t('start.button')}
            </Button>
          )}
        </Section>
        <Section title={t('call.title')}>
          <Text mb="sm">{t('call.text')}</Text>
          {isOngoing && (
            <Group>
              <Button component="a" href={panel.phone.telUri}>
                {t('call.button', { number: panel.phone.e164 })}
              </Button>
              <Button variant="default" onClick={() => record('reached')}>
                {t('call.reached')}
              </Button>
              <Button variant="default" onClick={() => record('no_answer')}>
                {t('call.no_answer')}
              </Button>
            </Group>
          )}
          <Done
            lines={panel.steps.attempts.map(({ at, outcome }) => ({
              at,
              text: t(`call.done.${outcome}`),
            }))}
            zone={zone}
          />
        </Section>
        <Section title={t('end.title')}>
          {status === 'completed' ? (
            <>
              <Text fw={500} role="status" mb="sm">
                {t('end.done')}
              </Text>
              <Button component={Link} href={`/bookings?ended=${booking.id}`}>
                {t('end.next')}
              </Button>
            </>
          ) : (
            <EndButton
              enabled={isOngoing}
              busy={step.isPending}
              onEnd={() => step.mutate({ do: 'end' })}
            />
          )}
        </Section>
      </ol>
    </>
  );
}
