import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { dateAndTime, time } from '../time/format';
import { isNight, timeBeside, type Clock } from './clocks';
import type {} from './i18n/catalogue';
import classes from './SlotPicker.module.css';

interface Props {
  /** What the choices of one list have in common. */
  group: string;
  startsAt: string;
  zone: string;
  others: readonly Clock[];
  /** Of times of several days, whether each says its own. */
  withDay?: boolean;
  isChosen: boolean;
  onChoose: (startsAt: string) => void;
}

/** One time to choose, on the reader's clock and on those of the others. */
export function TimeChoice({
  group,
  startsAt,
  zone,
  others,
  withDay = false,
  isChosen,
  onChoose,
}: Props) {
  const { i18n } = useTranslation('slots');
  const own = (withDay ? dateAndTime : time)(startsAt, zone, i18n.language);
  return (
    <label className={classes.time}>
      <input
        type="radio"
        name={group}
        value={startsAt}
        checked={isChosen}
        onChange={() => onChoose(startsAt)}
      />
      <span className={classes.clocks}>
        <span className={classes.own} data-night={isNight(startsAt, zone) || undefined}>
          {own}
        </span>
        {others.map((clock) => (
          <Beside key={clock.name} clock={clock} startsAt={startsAt} zone={zone} />
        ))}
      </span>
    </label>
  );
}

interface BesideProps extends Pick<Props, 'startsAt' | 'zone'> {
  clock: Clock;
}

function Beside({ clock, startsAt, zone }: BesideProps) {
  const { t, i18n } = useTranslation('slots');
  const night = isNight(startsAt, clock.zone);
  return (
    <span className={classes.beside} data-night={night || undefined}>
      <VisuallyHidden>, {clock.name} </VisuallyHidden>
      {timeBeside(startsAt, clock.zone, zone, i18n.language)}
      {night && <VisuallyHidden> ({t('night')})</VisuallyHidden>}
    </span>
  );
}
