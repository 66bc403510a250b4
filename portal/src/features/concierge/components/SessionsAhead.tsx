import { Button, Text } from '@mantine/core';
import IconCalendar from '@tabler/icons-react/icons/IconCalendar';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isAhead } from '../../../shared/bookings/allowed';
import { zoneName } from '../../../shared/time/format';
import { serverNow } from '../../../shared/time/now';
import { Empty } from '../../../shared/ui/Empty';
import type { Side } from '../api/types';
import { useFoundBookings } from '../api/useFoundBookings';
import { useDeskZone } from '../zone';
import { BookingRow } from './BookingRow';
import classes from './Console.module.css';
import { Section } from './Section';
import { Told } from './Told';

/** So many are shown at first: what was sent is read for each by itself. */
const FIRST = 5;

/** A session that runs may have begun this long ago. */
const LONGEST_MS = 3 * 3600_000;

/** The sessions of somebody that are to come or running, with what they were told about each. */
export function SessionsAhead({ side, id }: { side: Side; id: string }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const [shown, setShown] = useState(FIRST);
  const [from] = useState(() => new Date(serverNow() - LONGEST_MS).toISOString());
  const found = useFoundBookings({ [`${side}Id`]: id, from }, 40);
  return (
    <Section title={t('ahead.title')} read={found}>
      {(bookings) => {
        const ahead = bookings.filter(({ status }) => isAhead(status));
        return (
          <>
            {ahead.length === 0 ? (
              <Empty icon={IconCalendar} title={t('ahead.none')} text={t('ahead.noneText')} />
            ) : (
              <Text size="sm" c="dimmed" mb="xs">
                {t('common:slots.zone', { zone: zoneName(zone, i18n.language, from) })}
              </Text>
            )}
            <ul className={classes.list}>
              {ahead.slice(0, shown).map((booking) => (
                <BookingRow key={booking.id} booking={booking} zone={zone}>
                  <Told side={side} booking={booking} />
                </BookingRow>
              ))}
            </ul>
            {ahead.length > shown && (
              <Button variant="default" size="xs" onClick={() => setShown(shown + FIRST)}>
                {t('common:action.more')}
              </Button>
            )}
          </>
        );
      }}
    </Section>
  );
}
