import { Button, Group, Text, TextInput } from '@mantine/core';
import IconUsers from '@tabler/icons-react/icons/IconUsers';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';

import { isoDate, longDate, zoneName } from '../../../shared/time/format';
import { addDays, isDate, mondayOf, startOfDay } from '../../../shared/time/local';
import { useNow } from '../../../shared/time/now';
import { Empty } from '../../../shared/ui/Empty';
import { Loading } from '../../../shared/ui/Loading';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { usePeople } from '../api/usePeople';
import classes from '../components/Console.module.css';
import { useSettled } from '../components/useSettled';
import { WeekGrid } from '../components/WeekGrid';
import { ZoneChoice } from '../components/ZoneChoice';
import { addPath } from '../paths';
import { useDeskZone } from '../zone';

/** Each provider in the grid is asked for by calls of their own. */
const PAGE = 10;

/** The week of several providers below each other, on the concierge's clock. The address keeps the week. */
export default function WeeksPage() {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const [search, setSearch] = useSearchParams();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const providers = usePeople('provider', q, true, PAGE);
  const now = useNow(60_000);
  const given = search.get('week') ?? '';
  const monday = mondayOf(isDate(given) ? given : isoDate(now, zone));
  const from = startOfDay(monday, zone);
  const go = (days: number) => setSearch({ week: addDays(monday, days) }, { replace: true });
  const isEmpty = providers.data?.length === 0 && !providers.hasNextPage;
  return (
    <>
      <div className={classes.head}>
        <PageTitle>{t('grid.title')}</PageTitle>
        <ZoneChoice />
      </div>
      <div className={classes.fields}>
        <Group gap="xs">
          <Button variant="default" onClick={() => go(-7)}>
            {t('week.earlier')}
          </Button>
          <Button variant="default" onClick={() => setSearch({}, { replace: true })}>
            {t('grid.thisWeek')}
          </Button>
          <Button variant="default" onClick={() => go(7)}>
            {t('week.later')}
          </Button>
        </Group>
        <TextInput
          type="search"
          label={t('grid.find')}
          className={classes.field}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <Text role="status" fw={600}>
        {t('week.of', { date: longDate(from, zone, i18n.language) })}
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {t('common:slots.zone', { zone: zoneName(zone, i18n.language, from) })} {t('grid.note')}
      </Text>
      <ProblemAlert error={providers.error} onRetry={() => void providers.refetch()} />
      {providers.isPending && <Loading />}
      {isEmpty && <NoProviders isSearch={q !== ''} />}
      {providers.data && providers.data.length > 0 && (
        <WeekGrid providers={providers.data} monday={monday} zone={zone} />
      )}
      {providers.hasNextPage && (
        <Button
          variant="default"
          loading={providers.isFetchingNextPage}
          onClick={() => void providers.fetchNextPage()}
        >
          {t('common:action.more')}
        </Button>
      )}
    </>
  );
}

function NoProviders({ isSearch }: { isSearch: boolean }) {
  const { t } = useTranslation('concierge');
  return (
    <div role="status">
      {isSearch ? (
        <Empty icon={IconUsers} title={t('people.none.provider')} text={t('people.noneText')} />
      ) : (
        <Empty
          icon={IconUsers}
          title={t('people.empty.provider')}
          text={t('people.emptyText.provider')}
        >
          <Button component={Link} href={addPath('provider')}>
            {t('person.add.provider')}
          </Button>
        </Empty>
      )}
    </div>
  );
}
