import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import type { Role } from '../shared/api/types';
import classes from './Shell.module.css';

/** Where each role can go. The first is where they start. */
const PLACES = {
  provider: [
    ['/', 'today'],
    ['/bookings', 'bookings'],
    ['/calendar', 'calendar'],
    ['/create-booking', 'newBooking'],
    ['/schedule', 'schedule'],
    ['/profile', 'profile'],
    ['/tech-check', 'techCheck'],
  ],
  member: [
    ['/bookings', 'bookings'],
    ['/book', 'book'],
    ['/profile', 'profile'],
    ['/tech-check', 'techCheck'],
  ],
  concierge: [
    ['/concierge', 'console'],
    ['/concierge/queue', 'queue'],
    ['/concierge/book', 'newBooking'],
    ['/concierge/people', 'people'],
  ],
} as const satisfies Record<Role, readonly (readonly [path: string, name: string])[]>;

/** The pages of a role, with the one that is open marked. */
export function Navigation({ role }: { role: Role }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  // Of two that lead to the page, the longer one is meant.
  const [open] = PLACES[role]
    .map(([path]) => path)
    .filter((path) => location === path || location.startsWith(`${path}/`))
    .sort((one, other) => other.length - one.length);
  return (
    <nav aria-label={t('nav.label')}>
      <ul className={classes.nav}>
        {PLACES[role].map(([path, name]) => (
          <li key={path}>
            <Link
              href={path}
              className={classes.link}
              aria-current={path === open ? 'page' : undefined}
            >
              {t(`nav.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
