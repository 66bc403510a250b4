import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { titlePrefix } from '../../../shared/ui/titleBadge';
import { useBookings } from '../api/useBookings';
import { ring } from '../../../shared/sound/ring';
import { soundIsOn } from '../../../shared/sound/sound';
import classes from './Bookings.module.css';

/** The bookings whose member waits now. */
export function waiting(bookings: Booking[]): Booking[] {
  return bookings.filter(({ session }) => session?.memberWaiting === true);
}

/**
 * Watches on every page of a provider who waits: rings once for each who comes, keeps the number in
 * the tab's title, and says it to those who can't see or hear that.
 */
export function WaitingWatch() {
  const { t } = useTranslation('bookings');
  const { data } = useBookings('upcoming');
  const known = useRef(new Set<string>());
  const now = waiting(data ?? []);
  const names = now.map(({ member }) => member.name).join(', ');
  const ids = now.map(({ id }) => id).join(' ');
  useEffect(() => {
    const present = new Set(ids.split(' ').filter(Boolean));
    const isNew = [...present].some((id) => !known.current.has(id));
    known.current = present;
    titlePrefix.setCount(present.size);
    if (isNew && soundIsOn()) ring();
    return () => titlePrefix.setCount(0);
  }, [ids]);
  return (
    <div role="status" className={classes.unseen}>
      {names === '' ? '' : t('waiting.announcement', { names, count: now.length })}
    </div>
  );
}
