import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { zoneName } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { PageTitle } from '../../../shared/ui/PageTitle';
import classes from '../components/Console.module.css';
import { LateHosts } from '../components/LateHosts';
import { WorkLists } from '../components/QueuedDeliveries';
import { ZoneChoice } from '../components/ZoneChoice';
import { useDeskZone } from '../zone';

/** What needs somebody: members who wait, messages that are held, failed, did not arrive or may not have. */
export default function QueuePage() {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const now = useNow(60_000);
  return (
    <>
      <div className={classes.head}>
        <PageTitle>{t('queue.title')}</PageTitle>
        <ZoneChoice />
      </div>
      <Text size="sm" c="dimmed">
        {t('common:slots.zone', { zone: zoneName(zone, i18n.language, now) })}
      </Text>
      <LateHosts />
      <WorkLists />
    </>
  );
}
