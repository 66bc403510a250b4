import { useTranslation } from 'react-i18next';

import { useProfile } from '../../shared/me/useProfile';
import { Loading } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { useSchedule } from './api/useSchedule';
import { Preview } from './components/Preview';
import { ScheduleForm } from './components/ScheduleForm';
import type {} from './i18n/catalogue';

/** When a provider can be booked, and what of it is still open. */
export default function SchedulePage() {
  const { t } = useTranslation('schedule');
  const profile = useProfile();
  const schedule = useSchedule();
  const retry = () => void Promise.all([profile.refetch(), schedule.refetch()]);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {schedule.data && profile.data ? (
        <>
          <ScheduleForm kept={schedule.data} zone={profile.data.timeZone} />
          <Preview />
        </>
      ) : (
        <>
          <ProblemAlert error={schedule.error ?? profile.error} onRetry={retry} />
          {(schedule.isPending || profile.isPending) && <Loading />}
        </>
      )}
    </>
  );
}
