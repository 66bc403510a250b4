import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { dateAndTime, zoneName } from '../../../shared/time/format';
import { useDeskZone } from '../zone';
import choices from '../../../shared/ui/Choices.module.css';
import classes from './Finder.module.css';
import type { Hit } from './useSearch';

interface Props {
  /** Of the field; each option has it with its place. */
  id: string;
  hits: Hit[];
  /** The place of the one that Enter opens. */
  active: number;
  onChoose: (hit: Hit) => void;
}

/** What a search has found, by what it is. */
export function Hits({ id, hits, active, onChoose }: Props) {
  const { t } = useTranslation('concierge');
  const groups = groupsOf(hits);
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div role="listbox" id={`${id}-list`} aria-label={t('find.label')} className={classes.list}>
      {groups.map(({ name, places }) => (
        <div key={name} role="group" aria-labelledby={`${id}-${name}`}>
          <div id={`${id}-${name}`} role="presentation" className={classes.group}>
            {t(`find.group.${name}`)}
          </div>
          {places.map((place) => {
            const hit = hits[place];
            if (!hit) return null;
            return (
              <div
                key={hit.path}
                id={`${id}-${place}`}
                role="option"
                aria-selected={place === active}
                className={`${choices.option} ${classes.option}`}
                // The field keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(hit)}
              >
                <Words hit={hit} />
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

function Words({ hit }: { hit: Hit }) {
  const { t, i18n } = useTranslation('concierge');
  const zone = useDeskZone();
  if (hit.kind === 'id') return t(`find.open.${hit.found.what}`, { id: hit.found.id });
  if (hit.kind === 'person') {
    const { name, email, phone } = hit.person;
    return (
      <>
        <strong>{name}</strong> <span>{[email, phone].filter(Boolean).join(' · ')}</span>
      </>
    );
  }
  const { member, provider, startsAt } = hit.booking;
  return (
    <>
      <strong>{t('row.pair', { member: member.name, provider: provider.name })}</strong>{' '}
      <span>
        {dateAndTime(startsAt, zone, i18n.language)}, {zoneName(zone, i18n.language, startsAt)}
      </span>
    </>
  );
}

type GroupName = 'id' | 'member' | 'provider' | 'concierge' | 'session';

/** The places of what was found, in groups of one kind; the order stays. */
function groupsOf(hits: Hit[]): { name: GroupName; places: number[] }[] {
  const groups = new Map<GroupName, number[]>();
  hits.forEach((hit, place) => {
    const name = hit.kind === 'person' ? hit.role : hit.kind;
    groups.set(name, [...(groups.get(name) ?? []), place]);
  });
  return [...groups].map(([name, places]) => ({ name, places }));
}
