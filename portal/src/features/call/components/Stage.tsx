import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Meeting } from '../meeting/Meeting';
import type { MeetingState, Tile } from '../meeting/state';
import classes from './Call.module.css';

interface Props {
  state: MeetingState;
  meeting: Meeting;
  other: string;
}

/** The pictures: a shared screen or the other person large, oneself small. */
export function Stage({ state, meeting, other }: Props) {
  const { t } = useTranslation('call');
  const { tiles, soundOnly, otherPresent, otherMuted, camera } = state;
  const find = (what: Tile['what']) => tiles.find((tile) => tile.what === what);
  const [self, person, screen] = [find('self'), find('other'), find('screen')];
  const shown = soundOnly ? undefined : person;
  const label = otherMuted ? t('room.otherMuted', { name: other }) : other;
  return (
    <div className={classes.stage}>
      {screen && !soundOnly && (
        <Picture
          key={screen.id}
          tile={screen}
          meeting={meeting}
          label={t('room.screenOf', { name: other })}
          className={classes.screen}
        />
      )}
      {shown ? (
        <Picture
          key={shown.id}
          tile={shown}
          meeting={meeting}
          label={label}
          className={screen ? classes.aside : classes.person}
        />
      ) : (
        <div className={classes.absent} role="status">
          <p>
            {otherPresent
              ? t('room.withoutPicture', { name: label })
              : t('room.notHere', { name: other })}
          </p>
        </div>
      )}
      {self && camera && (
        <Picture
          key={self.id}
          tile={self}
          meeting={meeting}
          label={t('room.you')}
          className={classes.self}
        />
      )}
    </div>
  );
}

interface PictureProps {
  tile: Tile;
  meeting: Meeting;
  label: string;
  className: string | undefined;
}

function Picture({ tile, meeting, label, className }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) meeting.media.show(tile.id, video.current);
  }, [meeting, tile.id]);
  return (
    <figure className={className} data-what={tile.what}>
      <video ref={video} playsInline muted aria-label={label} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}
