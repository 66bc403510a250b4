import { Anchor, Text } from '@mantine/core';
import IconChecklist from '@tabler/icons-react/icons/IconChecklist';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { dateAndTime, timeToGo } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/now';
import { Empty } from '../../../shared/ui/Empty';
import { useAttention } from '../api/useAttention';
import { SIDES, type Attention, type Side } from '../api/types';
import { usePerson } from '../api/usePerson';
import { bookingPath } from '../paths';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';
import { Section } from './Section';

/** Members who wait in vain or do not come, with whom to call. */
export function LateHosts() {
  const { t } = useTranslation('concierge');
  const attention = useAttention();
  return (
    <Section title={t('queue.late')} read={attention}>
      {(items) => (
        <div role="status">
          {items.length === 0 && (
            <Empty
              icon={IconChecklist}
              title={t('queue.lateNone')}
              text={t('queue.lateNoneText')}
            />
          )}
          <ul className={classes.list}>
            {items.map((item) => (
              <LateHost key={`${item.booking.id} ${item.why}`} item={item} />
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}

function LateHost({ item: { booking, why, since } }: { item: Attention }) {
  const { t, i18n } = useTranslation('concierge');
  const zone = useDeskZone();
  const now = useNow(10_000);
  const names = { member: booking.member.name, provider: booking.provider.name };
  const at = dateAndTime(since, zone, i18n.language);
  return (
    <li className={classes.urgent}>
      <div>
        <Link href={bookingPath(booking.id)} className={classes.link}>
          {t(`queue.why.${why}`, names)}
        </Link>
        <Text size="sm">{t('queue.since', { at, ago: timeToGo(since, now, i18n.language) })}</Text>
      </div>
      <div>
        {SIDES.map((side) => (
          <Call key={side} side={side} id={booking[side].id} name={booking[side].name} />
        ))}
      </div>
    </li>
  );
}

function Call({ side, id, name }: { side: Side; id: string; name: string }) {
  const { t } = useTranslation('concierge');
  const { data } = usePerson(side, id);
  if (!data) return null;
  if (!data.phone) return <Text size="sm">{t('queue.noPhone', { name })}</Text>;
  return (
    <Anchor href={`tel:${data.phone}`} size="sm" display="block">
      {t('queue.call', { name, phone: data.phone })}
    </Anchor>
  );
}
