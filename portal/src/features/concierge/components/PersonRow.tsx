import { Anchor, Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Person } from '../../../shared/api/types';
import { zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import type { Side } from '../api/types';
import { bookPath, personPath, weekPath } from '../paths';
import classes from './Console.module.css';

interface Props {
  side: Side;
  person: Person;
}

/** A person in a list, and what one mostly wants of them. */
export function PersonRow({ side, person }: Props) {
  const { t, i18n } = useTranslation('concierge');
  const now = useNow(60_000);
  const { id, name, email, timeZone } = person;
  return (
    <li className={classes.item}>
      <div>
        <Link href={personPath(side, id)} className={classes.link}>
          {name}
        </Link>
        <Text size="sm" className={classes.words}>
          {email}
        </Text>
        <Text size="sm" c="dimmed">
          {zoneName(timeZone, i18n.language, now)}
        </Text>
      </div>
      <Group gap="sm">
        {person.mailProblem && (
          <Badge color="red" variant="light">
            {t('people.mailProblem')}
          </Badge>
        )}
        {side === 'provider' && (
          <Anchor component={Link} href={weekPath(id)} aria-label={t('people.weekOf', { name })}>
            {t('people.week')}
          </Anchor>
        )}
        <Anchor
          component={Link}
          href={bookPath(side, id)}
          aria-label={t('people.bookFor', { name })}
        >
          {t('people.book')}
        </Anchor>
      </Group>
    </li>
  );
}
