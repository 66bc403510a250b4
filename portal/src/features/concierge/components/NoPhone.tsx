import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Person } from '../../../shared/api/types';
import { personPath } from '../paths';

/** Says at once that a member has no number to call, and where to add it. */
export function NoPhone({ member }: { member: Person | null }) {
  const { t } = useTranslation('concierge');
  return (
    <div role="status">
      {member && !member.phone && (
        <Text size="sm" mb="md">
          {t('book.noPhone', { name: member.name })}{' '}
          <Anchor inherit underline="always" href={personPath('member', member.id)} target="_blank">
            {t('book.addPhone')}
          </Anchor>
        </Text>
      )}
    </div>
  );
}
