import { Anchor, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import type { Person } from '../../../shared/api/types';
import { PageTitle } from '../../../shared/ui/PageTitle';
import type { Side } from '../api/types';
import { AccountSection } from '../components/AccountSection';
import { BookingSearch } from '../components/BookingSearch';
import { MailProblem } from '../components/MailProblem';
import { PersonForm } from '../components/PersonForm';
import { PersonHistory } from '../components/PersonHistory';
import { SendLinks } from '../components/SendLinks';
import { bookPath, schedulePath, weekPath } from '../paths';

/** A person: how they are reached, and their bookings. */
export default function PersonPage({ side, person }: { side: Side; person: Person }) {
  const { t } = useTranslation(['concierge', 'common']);
  const { id, name } = person;
  const [corrected, setCorrected] = useState<string | null>(null);
  return (
    <>
      <PageTitle>{`${name} (${t(`common:role.${side}`)})`}</PageTitle>
      <Group gap="md" mb="md">
        <Anchor component={Link} href={bookPath(side, id)}>
          {t('people.bookFor', { name })}
        </Anchor>
        {side === 'provider' && (
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
      <MailProblem side={side} person={person} />
      <PersonForm
        side={side}
        person={person}
        onSaved={(saved) => {
          if (saved.email !== person.email) setCorrected(saved.email);
        }}
      />
      {side === 'member' && corrected && (
        <SendLinks key={corrected} memberId={id} email={corrected} />
      )}
      <AccountSection side={side} person={person} />
      <BookingSearch of={side === 'provider' ? { providerId: id } : { memberId: id }} />
      <PersonHistory side={side} id={id} />
    </>
  );
}
