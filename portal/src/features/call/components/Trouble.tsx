import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { isSignedOut } from '../../../shared/api/problem';

interface Props {
  /** What went wrong with the last requests; nothing is shown without. */
  error: unknown;
  /** Who reads it: a provider, a member in the call, or one who has not entered yet. */
  to: 'host' | 'member' | 'door';
  /** What the other person is called. */
  other: string;
}

/** Says in a call and at its door that requests fail at the moment, or need a new sign-in (S12). */
export function Trouble({ error, to, other }: Props) {
  const { t } = useTranslation(['call', 'common']);
  if (!error) return null;
  if (!isSignedOut(error)) return <p>{t(`trouble.${to}.service`, { name: other })}</p>;
  return (
    <p>
      {t(`trouble.${to}.signedOut`, { name: other })}{' '}
      <Anchor href="/" target="_blank">
        {t('common:action.signInInNewTab')}
      </Anchor>
    </p>
  );
}
