import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import type { Role } from '../shared/api/types';
import { PLACES, type Place } from './places';
import classes from './Shell.module.css';

/** The pages of a role, with the one that is open marked; on phones, a bar at the bottom with those that are used most. */
export function Navigation({ role }: { role: Role }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('nav.label')} className={classes.main}>
      <Places role={role} places={PLACES[role]} className={classes.nav} />
    </nav>
  );
}

/** The pages that the bar on phones has no room for. */
export function MorePlaces({ role }: { role: Role }) {
  const { t } = useTranslation();
  const places = PLACES[role].filter(({ rare }) => rare);
  if (places.length === 0) return null;
  return (
    <nav aria-label={t('nav.more')} className={classes.more}>
      <Places role={role} places={places} className={classes.list} />
    </nav>
  );
}

interface Props {
  role: Role;
  places: readonly Place[];
  className: string | undefined;
}

function Places({ role, places, className }: Props) {
  const { t } = useTranslation();
  const [location] = useLocation();
  // Of two that lead to the page, the longer one is meant.
  const [open] = PLACES[role]
    .map(({ path }) => path)
    .filter((path) => location === path || location.startsWith(`${path}/`))
    .sort((one, other) => other.length - one.length);
  return (
    <ul className={className}>
      {places.map(({ path, name, icon: Icon, rare }) => (
        <li key={path} data-rare={rare}>
          <Link
            href={path}
            className={classes.link}
            aria-current={path === open ? 'page' : undefined}
          >
            <Icon size={20} stroke={1.75} aria-hidden="true" />
            <span>{t(`nav.${name}`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
