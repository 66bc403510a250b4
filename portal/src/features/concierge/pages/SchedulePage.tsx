import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Person } from '../../../shared/api/types';
import { Preview } from '../../../shared/schedule/Preview';
import { ScheduleForm } from '../../../shared/schedule/ScheduleForm';
import { useSchedule } from '../../../shared/schedule/useSchedule';
import { Loading } from '../../../shared/ui/Loading';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { weekPath } from '../paths';

/** When a provider can be booked, edited for them. */
export default function SchedulePage({ provider }: { provider: Person }) {
  const { t } = useTranslation('concierge');
  const { id, name, timeZone } = provider;
  const schedule = useSchedule({ providerId: id });
  return (
    <>
      <PageTitle>{t('schedule.title', { name })}</PageTitle>
      <Text mb="xs">{t('schedule.text', { name })}</Text>
      <Anchor component={Link} href={weekPath(id)}>
        {t('people.weekOf', { name })}
      </Anchor>
      <ProblemAlert error={schedule.error} onRetry={() => void schedule.refetch()} />
      {schedule.isPending && <Loading />}
      {schedule.data && (
        <>
          <ScheduleForm owner={{ providerId: id }} kept={schedule.data} zone={timeZone} />
          <Preview providerId={id} zone={schedule.data.schedule?.timeZone ?? timeZone} />
        </>
      )}
    </>
  );
}
