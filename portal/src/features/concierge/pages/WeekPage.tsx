import { Anchor, Button, Group, Text } from '@mantine/core';
import IconClock from '@tabler/icons-react/icons/IconClock';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';

import type { Person } from '../../../shared/api/types';
import { useSchedule } from '../../../shared/schedule/useSchedule';
import { isoDate, longDate, zoneName } from '../../../shared/time/format';
import { addDays, isDate, mondayOf, startOfDay } from '../../../shared/time/local';
import { serverNow } from '../../../shared/time/now';
import { Empty } from '../../../shared/ui/Empty';
import { Loading } from '../../../shared/ui/Loading';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useFoundBookings } from '../api/useFoundBookings';
import { Week } from '../components/Week';
import { weekOf } from '../components/weekOf';
import { bookPath, personPath, schedulePath, WEEK } from '../paths';

/** A busy week has fewer bookings than one page holds. */
const MOST = 100;

/** A provider's week, on the provider's own clock. */
export default function WeekPage({ provider }: { provider: Person }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const [search, setSearch] = useSearchParams();
  const { id, name } = provider;
  const schedule = useSchedule({ providerId: id });
  const zone = schedule.data?.schedule?.timeZone ?? provider.timeZone;
  const given = search.get('from') ?? '';
  const monday = mondayOf(isDate(given) ? given : isoDate(serverNow(), zone));
  const [from, to] = [startOfDay(monday, zone), startOfDay(addDays(monday, 7), zone)];
  const found = useFoundBookings({ providerId: id, from, to }, MOST);
  const go = (days: number) => setSearch({ from: addDays(monday, days) }, { replace: true });
  const error = schedule.error ?? found.error;
  return (
    <>
      <PageTitle>{t('week.title', { name })}</PageTitle>
      <Group gap="md" mb="md">
        <Anchor component={Link} href={bookPath('provider', id)}>
          {t('people.bookFor', { name })}
        </Anchor>
        <Anchor component={Link} href={schedulePath(id)}>
          {t('week.schedule')}
        </Anchor>
        <Anchor component={Link} href={personPath('provider', id)}>
          {t('people.profile')}
        </Anchor>
        <Anchor component={Link} href={WEEK}>
          {t('grid.title')}
        </Anchor>
      </Group>
      <Group gap="xs" mb="xs">
        <Button variant="default" onClick={() => go(-7)}>
          {t('week.earlier')}
        </Button>
        <Button variant="default" onClick={() => go(7)}>
          {t('week.later')}
        </Button>
      </Group>
      <Text role="status" fw={600}>
        {t('week.of', { date: longDate(from, zone, i18n.language) })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('common:slots.zone', { zone: zoneName(zone, i18n.language, from) })}
      </Text>
      <ProblemAlert
        error={error}
        onRetry={() => void Promise.all([schedule.refetch(), found.refetch()])}
      />
      {schedule.data?.schedule === null && (
        <Empty
          icon={IconClock}
          title={t('week.noSchedule', { name })}
          text={t('week.noScheduleText')}
        >
          <Button component={Link} href={schedulePath(id)}>
            {t('week.schedule')}
          </Button>
        </Empty>
      )}
      {found.data && schedule.data ? (
        <Week days={weekOf(monday, schedule.data.schedule, found.data, zone)} zone={zone} />
      ) : (
        (found.isPending || schedule.isPending) && <Loading />
      )}
    </>
  );
}
