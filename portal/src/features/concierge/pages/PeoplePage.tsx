import { Button, Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { PageTitle } from '../../../shared/ui/PageTitle';
import { ROLES, type Role } from '../api/types';
import classes from '../components/Console.module.css';
import { PeopleList } from '../components/PeopleList';
import { useSettled } from '../components/useSettled';
import { addPath, peoplePath } from '../paths';

/** All members, providers or concierges, and the way to add one. */
export default function PeoplePage({ role }: { role: Role }) {
  const { t } = useTranslation('concierge');
  const [, go] = useLocation();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  return (
    <>
      <div className={classes.head}>
        <PageTitle>{t('people.all')}</PageTitle>
        <Button component={Link} href={addPath(role)}>
          {t(`person.add.${role}`)}
        </Button>
      </div>
      <TextInput
        type="search"
        label={t('people.search')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        mb="md"
      />
      <Tabs
        value={role}
        onChange={(next) => go(peoplePath(ROLES.find((each) => each === next) ?? 'member'))}
      >
        <Tabs.List mb="md" aria-label={t('people.all')}>
          {ROLES.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`people.roles.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {ROLES.map((each) => (
          <Tabs.Panel key={each} value={each}>
            {each === role && <PeopleList role={each} q={q} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
