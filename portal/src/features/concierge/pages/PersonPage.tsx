import { Anchor, Group, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Person, Role } from '../../../shared/api/types';
import { useMe } from '../../../shared/auth/SessionProvider';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { AccountSection } from '../components/AccountSection';
import { BookingSearch } from '../components/BookingSearch';
import classes from '../components/Console.module.css';
import { MailProblem } from '../components/MailProblem';
import { PersonForm } from '../components/PersonForm';
import { PersonHistory } from '../components/PersonHistory';
import { SendLinks } from '../components/SendLinks';
import { SessionsAhead } from '../components/SessionsAhead';
import { bookPath, schedulePath, weekPath } from '../paths';

/** A person: their sessions to come, how they are reached, whether they sign in, and all their bookings. */
export default function PersonPage({ role, person }: { role: Role; person: Person }) {
  const { t } = useTranslation(['concierge', 'common']);
  const { id, name } = person;
  const heading = useId();
  const isOneself = useMe().id === id;
  return (
    <>
      <PageTitle>{`${name} (${t(`common:role.${role}`)})`}</PageTitle>
      <Group gap="md" mb="md">
        {role !== 'concierge' && (
          <Anchor component={Link} href={bookPath(role, id)}>
            {t('people.bookFor', { name })}
          </Anchor>
        )}
        {role === 'provider' && (
          <>
            <Anchor component={Link} href={weekPath(id)}>
              {t('people.weekOf', { name })}
            </Anchor>
            <Anchor component={Link} href={schedulePath(id)}>
              {t('week.schedule')}
            </Anchor>
          </>
        )}
      </Group>
      <MailProblem role={role} person={person} />
      {role !== 'concierge' && <SessionsAhead side={role} id={id} />}
      <section aria-labelledby={heading} className={classes.section}>
        <h2 id={heading}>{t('people.profile')}</h2>
        {isOneself ? (
          <Text>
            {t('person.own')}{' '}
            <Anchor component={Link} href="/profile">
              {t('person.ownLink')}
            </Anchor>
          </Text>
        ) : (
          <PersonForm role={role} person={person} />
        )}
        {role === 'member' && <SendLinks key={id} member={person} />}
      </section>
      <AccountSection role={role} person={person} />
      {role !== 'concierge' && (
        <BookingSearch of={role === 'provider' ? { providerId: id } : { memberId: id }} />
      )}
      <PersonHistory role={role} id={id} />
    </>
  );
}
