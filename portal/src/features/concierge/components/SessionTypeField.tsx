import { Anchor, Group, Radio, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Person, SessionType } from '../../../shared/api/types';
import { personPath } from '../paths';

const TYPES: SessionType[] = ['video', 'phone'];

interface Props {
  member: Person | null;
  value: SessionType;
  onChange: (type: SessionType) => void;
}

/** Video or phone; says at once if the member has no number to call. */
export function SessionTypeField({ member, value, onChange }: Props) {
  const { t } = useTranslation(['concierge', 'common']);
  const hasNoPhone = value === 'phone' && member !== null && !member.phone;
  return (
    <>
      <Radio.Group label={t('booking.type')} value={value} onChange={onChange} mb="md">
        <Group mt="xs">
          {TYPES.map((type) => (
            <Radio key={type} value={type} label={t(`common:sessionType.${type}`)} />
          ))}
        </Group>
      </Radio.Group>
      <div role="status">
        {hasNoPhone && (
          <Text size="sm" mb="md">
            {t('book.noPhone', { name: member.name })}{' '}
            <Anchor
              inherit
              underline="always"
              href={personPath('member', member.id)}
              target="_blank"
            >
              {t('book.addPhone')}
            </Anchor>
          </Text>
        )}
      </div>
    </>
  );
}
