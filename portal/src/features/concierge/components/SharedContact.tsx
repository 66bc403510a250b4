import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { ApiError, type Problem } from '../../../shared/api/problem';
import { personPath } from '../paths';
import classes from './Console.module.css';

/** Who has an address that was entered; nobody if that is not what went wrong. */
export function holderOf(error: unknown): Problem['heldBy'] {
  return error instanceof ApiError ? error.heldBy : undefined;
}

interface Props {
  holder: NonNullable<Problem['heldBy']>;
  /** Saves the same again, for both. */
  onShare: () => void;
}

/** That somebody has the address already, and the way to go on knowingly. */
export function SharedContact({ holder: { id, name, role }, onShare }: Props) {
  const { t } = useTranslation('concierge');
  return (
    <Alert role="alert" color="yellow" variant="light" mb="md" title={t('person.shared.title')}>
      <Text size="sm" mb="xs" className={classes.words}>
        {t('person.shared.text', { name })}
      </Text>
      <Group gap="md">
        <Button size="xs" variant="default" onClick={onShare}>
          {t('person.shared.use')}
        </Button>
        <Anchor
          component={Link}
          href={personPath(role === 'system' ? 'member' : role, id)}
          target="_blank"
          size="sm"
        >
          {t('person.shared.open', { name })}
        </Anchor>
      </Group>
    </Alert>
  );
}
