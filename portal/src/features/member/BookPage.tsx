import IconUsers from '@tabler/icons-react/icons/IconUsers';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../shared/api/types';
import { USUAL_MINUTES } from '../../shared/policy/lengths';
import { Empty } from '../../shared/ui/Empty';
import { Loading } from '../../shared/ui/Loading';
import { PageTitle } from '../../shared/ui/PageTitle';
import { ProblemAlert } from '../../shared/ui/ProblemAlert';
import { UnsavedGuard } from '../../shared/ui/UnsavedGuard';
import { useMyProviders, type MyProvider } from './api/useMyProviders';
import { BookForm } from './components/BookForm';
import { Booked } from './components/Booked';
import type {} from './i18n/catalogue';

/** A member books an open slot of a provider of theirs, or of the one that the address names. */
export default function BookPage({ providerId }: { providerId?: string | undefined }) {
  const { t } = useTranslation('member');
  const mine = useMyProviders();
  const [booked, setBooked] = useState<Booking | null>(null);
  const named = t('book.named');
  const providers = mine.data && withNamed(mine.data, providerId, named);
  return (
    <>
      <PageTitle>{t('book.title')}</PageTitle>
      {booked ? (
        <Booked booking={booked} onAnother={() => setBooked(null)} />
      ) : (
        <>
          <ProblemAlert error={mine.error} onRetry={() => void mine.refetch()} />
          {mine.isPending && <Loading />}
          {providers?.length === 0 && (
            <Empty icon={IconUsers} title={t('book.none')} text={t('book.noProviders')} />
          )}
          {providers?.[0] && (
            <UnsavedGuard key={providerId}>
              <BookForm
                providers={providers}
                first={providers.find(({ id }) => id === providerId) ?? providers[0]}
                onBooked={setBooked}
              />
            </UnsavedGuard>
          )}
        </>
      )}
    </>
  );
}

/** A provider whom the address names is offered, too, before the first session with them. */
function withNamed(mine: MyProvider[], id: string | undefined, name: string): MyProvider[] {
  if (id === undefined || mine.some((provider) => provider.id === id)) return mine;
  return [{ id, name, durationMinutes: USUAL_MINUTES }, ...mine];
}
