import { NativeSelect, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { lengths, nearestLength, USUAL_MINUTES } from '../policy/lengths';
import { usePolicy } from '../policy/usePolicy';
import { useSlots } from '../slots/useSlots';
import type { Slot } from '../api/types';
import { byDay, type Day } from '../time/byDay';
import { minutes, shortDate, time } from '../time/format';
import { Loading } from '../ui/Loading';
import { ProblemAlert } from '../ui/ProblemAlert';
import type {} from './i18n/catalogue';
import classes from './Schedule.module.css';

/** What the preview shows. */
const FORTNIGHT = { days: 14 };

interface Props {
  providerId: string;
  zone: string;
}

/** What members can book in the next two weeks, by the schedule as it is saved. */
export function Preview({ providerId, zone }: Props) {
  const { t, i18n } = useTranslation('schedule');
  const [chosen, setChosen] = useState(USUAL_MINUTES);
  const policy = usePolicy();
  const duration = nearestLength(policy, chosen);
  const slots = useSlots(providerId, duration, FORTNIGHT);
  const days = byDay(slots.data ?? [], zone);
  return (
    <section aria-labelledby="preview">
      <Title order={2} id="preview" className={classes.heading}>
        {t('preview.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('preview.hint')}
      </Text>
      <NativeSelect
        label={t('preview.duration')}
        className={classes.duration}
        value={String(duration)}
        onChange={(event) => setChosen(Number(event.currentTarget.value))}
        data={lengths(policy).map((each) => ({
          value: String(each),
          label: minutes(each, i18n.language),
        }))}
        mb="sm"
      />
      <ProblemAlert error={slots.error} onRetry={() => void slots.refetch()} />
      {slots.isPending && <Loading />}
      {slots.data && days.length === 0 && <Text>{t('preview.none')}</Text>}
      <dl className={classes.preview}>
        {days.map((day) => (
          <div key={day.date} className={classes.previewDay}>
            <dt>{shortDate(day.items[0]?.startsAt ?? 0, zone, i18n.language)}</dt>
            <dd>
              {spans(day)
                .map(
                  ([from, to]) =>
                    `${time(from, zone, i18n.language)} – ${time(to, zone, i18n.language)}`,
                )
                .join(', ')}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Slots step by a quarter of an hour: those that follow each other are said as one span of starts. */
function spans({ items }: Day<Slot>): [from: string, to: string][] {
  const step = 15 * 60_000;
  const found: [string, string][] = [];
  for (const { startsAt } of items) {
    const last = found.at(-1);
    if (last && Date.parse(startsAt) - Date.parse(last[1]) <= step) last[1] = startsAt;
    else found.push([startsAt, startsAt]);
  }
  return found;
}
