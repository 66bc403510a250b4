import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { ring } from '../../../shared/sound/ring';
import { soundIsOn } from '../../../shared/sound/sound';
import { serverNow, serverTimeAt } from '../../../shared/time/now';
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
  // Who is not known to wait any more comes not anew when there is an answer again.
  const { last: data, isLapsed, dataUpdatedAt } = useBookings('upcoming');
  const [seen, setSeen] = useState<Arrivals | null>(null);
  const now = waiting(data ?? []);
  const ids = now.map(({ id }) => id);
  const arrivals = data ? look(seen, ids, serverNow()) : seen;
  if (arrivals !== seen) setSeen(arrivals);
  useChime(ids.join(' '), isLapsed);
  const come = now.filter(({ id }) => arrivals?.newest.includes(id));
  const said = isLapsed ? now : come;
  const names = said.map(({ member }) => member.name).join(', ');
  const isShown = now.length > 0 && (isLapsed || !LIST.test(location));
  const unknownSince = isLapsed ? serverTimeAt(dataUpdatedAt) : null;
  return (
    <>
      <div role="status" className={classes.unseen}>
        {names === ''
          ? ''
          : t(isLapsed ? 'waiting.unknownAnnouncement' : 'waiting.announcement', {
              names,
              count: said.length,
            })}
      </div>
      {isShown && (
        <WaitingBanner bookings={now} since={arrivals?.since} unknownSince={unknownSince} />
      )}
    </>
  );
}

/** Rings when somebody comes, and keeps the number of those who wait, if it is known, in the tab's title. */
function useChime(ids: string, isLapsed: boolean): void {
  const known = useRef(new Set<string>());
  useEffect(() => {
    const present = new Set(ids.split(' ').filter(Boolean));
    const isNew = [...present].some((id) => !known.current.has(id));
    known.current = present;
    titlePrefix.setCount(isLapsed ? 0 : present.size);
    if (isNew && soundIsOn()) ring();
    return () => titlePrefix.setCount(0);
  }, [ids, isLapsed]);
}
