import { Alert, Anchor } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { PROFILE, useProfile } from '../../../shared/me/useProfile';

/** On which number the provider will call; without one there is no phone session. */
export function PhoneNote() {
  const { t } = useTranslation('member');
  const { data } = useProfile();
  const queries = useQueryClient();
  // The profile is changed in another tab, so that this form stays as it is.
  useEffect(() => {
    const read = () => void queries.invalidateQueries({ queryKey: PROFILE, exact: true });
    window.addEventListener('focus', read);
    return () => window.removeEventListener('focus', read);
  }, [queries]);
  if (!data) return null;
  const link = (
    <Anchor href="/profile" target="_blank" rel="opener" underline="always" inherit>
      {t('book.phone.change')}
    </Anchor>
  );
  return (
    <Alert role="note" color={data.phone ? 'blue' : 'yellow'} variant="light" mb="md">
      {data.phone ? t('book.phone.known', { phone: data.phone }) : t('book.phone.missing')} {link}
    </Alert>
  );
}
