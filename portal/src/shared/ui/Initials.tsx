import classes from './Initials.module.css';
import { initialsOf } from './initialsOf';

interface Props {
  name: string;
  size?: 'md' | 'lg';
}

/** The initials of somebody in a circle. Their name stands beside it, so it is hidden from screen readers. */
export function Initials({ name, size = 'md' }: Props) {
  return (
    <span aria-hidden="true" className={classes.circle} data-size={size} translate="no">
      {initialsOf(name)}
    </span>
  );
}
