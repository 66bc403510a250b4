import { useTranslation } from 'react-i18next';

import type { Person } from '../../shared/api/types';
import { useProfile } from '../../shared/me/useProfile';
import { Loading } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { PendingContact } from './components/PendingContact';
import { ProfileForm } from './components/ProfileForm';
import type {} from './i18n/catalogue';

/** Oneself: name, address, number, zone, language, reminders. */
export default function ProfilePage() {
  const { t } = useTranslation('profile');
  const profile = useProfile();
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {profile.isPending && <Loading />}
      {profile.data ? (
        <>
          <ProfileForm profile={profile.data} />
          <Pending profile={profile.data} />
        </>
      ) : (
        <ProblemAlert error={profile.error} onRetry={() => void profile.refetch()} />
      )}
    </>
  );
}

/** What waits to be confirmed. A code that was typed belongs to one address. */
function Pending({ profile }: { profile: Person }) {
  const { email, phone, codes } = profile.pendingContact ?? {};
  return (
    <>
      {email && codes?.email && (
        <PendingContact
          key={email}
          profile={profile}
          channel="email"
          to={email}
          sent={codes.email}
        />
      )}
      {phone && codes?.sms && (
        <PendingContact key={phone} profile={profile} channel="sms" to={phone} sent={codes.sms} />
      )}
    </>
  );
}
