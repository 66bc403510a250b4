import { Counts } from './Counts';
import classes from './DeskBar.module.css';
import { Finder } from './Finder';

/** What every page of the console has at its top: the search, and what needs somebody now. */
export function DeskBar() {
  return (
    <div className={classes.bar}>
      <Finder />
      <Counts />
    </div>
  );
}
