import { Anchor, Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Person, Role } from '../../../shared/api/types';
import { zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { bookPath, personPath, weekPath } from '../paths';
import classes from './Console.module.css';

interface Props {
  role: Role;
  person: Person;
}

/** A person in a list, and what one mostly wants of them. */
export function PersonRow({ role, person }: Props) {
  const { t, i18n } = useTranslation('concierge');
  const now = useNow(60_000);
  const { id, name, email, timeZone } = person;
  return (
    <li className={classes.item}>
      <div>
        <Link href={personPath(role, id)} className={classes.link}>
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
        {role === 'provider' && (
          <Anchor component={Link} href={weekPath(id)} aria-label={t('people.weekOf', { name })}>
            {t('people.week')}
          </Anchor>
        )}
        {role !== 'concierge' && (
          <Anchor
            component={Link}
            href={bookPath(role, id)}
            aria-label={t('people.bookFor', { name })}
          >
            {t('people.book')}
          </Anchor>
        )}
      </Group>
    </li>
  );
}
