import { useTranslation } from 'react-i18next';

import { useMe } from '../../shared/auth/SessionProvider';
import { useProfile } from '../../shared/me/useProfile';
import { Preview } from '../../shared/schedule/Preview';
import { ScheduleForm } from '../../shared/schedule/ScheduleForm';
import { useSchedule } from '../../shared/schedule/useSchedule';
import { Loading } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';

/** When a provider can be booked, and what of it is still open. */
export default function SchedulePage() {
  const { t } = useTranslation('schedule');
  const me = useMe();
  const profile = useProfile();
  const schedule = useSchedule('me');
  const retry = () => void Promise.all([profile.refetch(), schedule.refetch()]);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {schedule.data && profile.data ? (
        <>
          <ScheduleForm owner="me" kept={schedule.data} zone={profile.data.timeZone} />
          <Preview providerId={me.id} zone={profile.data.timeZone} />
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
