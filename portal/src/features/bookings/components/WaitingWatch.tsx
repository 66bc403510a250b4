import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { ring } from '../../../shared/sound/ring';
import { soundIsOn } from '../../../shared/sound/sound';
import { serverNow } from '../../../shared/time/now';
import { titlePrefix } from '../../../shared/ui/titleBadge';
import { useBookings } from '../api/useBookings';
import type {} from '../i18n/catalogue';
import { look, waiting, type Arrivals } from './arrivals';
import classes from './Bookings.module.css';
import { WaitingBanner } from './WaitingBanner';

/** The page whose cards say it themselves. */
const LIST = /^\/bookings(\/upcoming)?$/;

/**
 * Watches on every page of a provider who waits (S3): rings and says it once for each who comes, keeps the
 * number in the tab's title, and leads to the session from pages that don't list it.
 */
export function WaitingWatch() {
  const { t } = useTranslation('bookings');
  const [location] = useLocation();
  const { data } = useBookings('upcoming');
  const [seen, setSeen] = useState<Arrivals | null>(null);
  const now = waiting(data ?? []);
  const ids = now.map(({ id }) => id);
  const arrivals = data ? look(seen, ids, serverNow()) : seen;
  if (arrivals !== seen) setSeen(arrivals);
  useChime(ids.join(' '));
  const come = now.filter(({ id }) => arrivals?.newest.includes(id));
  const names = come.map(({ member }) => member.name).join(', ');
  return (
    <>
      <div role="status" className={classes.unseen}>
        {names === '' ? '' : t('waiting.announcement', { names, count: come.length })}
      </div>
      {now.length > 0 && !LIST.test(location) && (
        <WaitingBanner bookings={now} since={arrivals?.since} />
      )}
    </>
  );
}

/** Rings when somebody comes, and keeps the number of those who wait in the tab's title. */
function useChime(ids: string): void {
  const known = useRef(new Set<string>());
  useEffect(() => {
    const present = new Set(ids.split(' ').filter(Boolean));
    const isNew = [...present].some((id) => !known.current.has(id));
    known.current = present;
    titlePrefix.setCount(present.size);
    if (isNew && soundIsOn()) ring();
    return () => titlePrefix.setCount(0);
  }, [ids]);
}
