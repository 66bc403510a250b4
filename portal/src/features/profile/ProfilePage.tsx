import { useTranslation } from 'react-i18next';

import { useProfile } from '../../shared/me/useProfile';
import { Loading } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { ProfileForm } from './components/ProfileForm';
import type {} from './i18n/catalogue';

/** Oneself: name, number, zone, language, reminders. */
export default function ProfilePage() {
  const { t } = useTranslation('profile');
  const profile = useProfile();
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {profile.isPending && <Loading />}
      {profile.data ? (
        <ProfileForm profile={profile.data} />
      ) : (
        <ProblemAlert error={profile.error} onRetry={() => void profile.refetch()} />
      )}
    </>
  );
}
