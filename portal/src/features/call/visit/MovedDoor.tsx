import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { When } from './When';

/** What a member sees who moved their session by its link, which is void from then on (A2). */
export function MovedDoor({ booking }: { booking: Booking }) {
  const { t } = useTranslation('call');
  const { name } = booking.provider;
  return (
    <div role="status">
      <PageTitle>{t('moved.title')}</PageTitle>
      <When booking={booking} />
      <Text my="md">{t('moved.text', { name })}</Text>
    </div>
  );
}
