import { useTranslation } from 'react-i18next';

import { dateAndTime } from '../../../shared/time/format';
import classes from './Phone.module.css';

interface Props {
  lines: { at: string; text: string }[];
  zone: string;
}

/** What was done so far, said when it is done. */
export function Done({ lines, zone }: Props) {
  const { i18n } = useTranslation();
  return (
    <div role="status">
      {lines.length > 0 && (
        <ul className={classes.done}>
          {lines.map(({ at, text }) => (
            <li key={at}>
              {dateAndTime(at, zone, i18n.language)}: {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
