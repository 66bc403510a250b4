import { Button, Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { PageTitle } from '../../../shared/ui/PageTitle';
import { SIDES, type Side } from '../api/types';
import classes from '../components/Console.module.css';
import { PeopleList } from '../components/PeopleList';
import { useSettled } from '../components/useSettled';
import { addPath, peoplePath } from '../paths';

/** All members, or all providers, and the way to add one. */
export default function PeoplePage({ side }: { side: Side }) {
  const { t } = useTranslation('concierge');
  const [, go] = useLocation();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  return (
    <>
      <div className={classes.head}>
        <PageTitle>{t('people.all')}</PageTitle>
        <Button component={Link} href={addPath(side)}>
          {t(`person.add.${side}`)}
        </Button>
      </div>
      <TextInput
        type="search"
        label={t('people.search')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        mb="md"
      />
      <Tabs value={side} onChange={(next) => go(peoplePath(next === 'provider' ? next : 'member'))}>
        <Tabs.List mb="md">
          {SIDES.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`people.sides.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SIDES.map((each) => (
          <Tabs.Panel key={each} value={each}>
            {each === side && <PeopleList side={each} q={q} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
