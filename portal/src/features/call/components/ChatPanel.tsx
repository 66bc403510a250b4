import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { LONGEST } from '../meeting/Chat';
import type { Meeting } from '../meeting/Meeting';
import type { MeetingState } from '../meeting/state';
import classes from './Panel.module.css';

interface Props {
  state: MeetingState;
  meeting: Meeting;
  other: string;
  /** What is typed and not sent yet. */
  draft: string;
  onDraft: (words: string) => void;
}

/** Writing to each other during the call. */
export function ChatPanel({ state, meeting, other, draft, onDraft }: Props) {
  const { t } = useTranslation('call');
  const end = useRef<HTMLLIElement>(null);
  const { chat, phase } = state;
  useEffect(() => {
    // Not as a result: some browsers answer with something that React would call.
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [chat.length]);
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const words = draft.trim();
    // What is written while the line is down stays in the field.
    if (words === '' || phase !== 'in') return;
    meeting.chat.send(words);
    onDraft('');
  };
  return (
    <section className={classes.panel} aria-label={t('chat.title')}>
      <h2>{t('chat.title')}</h2>
      <ol className={classes.lines} role="log" tabIndex={0} aria-label={t('chat.lines')}>
        {chat.map(({ id, mine, text: words }) => (
          <li key={id} data-mine={mine || undefined}>
            <b>{mine ? t('room.you') : other}</b> {words}
          </li>
        ))}
        <li ref={end} aria-hidden="true" className={classes.end} />
      </ol>
      {chat.length === 0 && <p>{t('chat.hint')}</p>}
      <form onSubmit={send} className={classes.write}>
        <TextInput
          label={t('chat.text')}
          value={draft}
          maxLength={LONGEST}
          autoFocus
          autoComplete="off"
          onChange={(event) => onDraft(event.currentTarget.value)}
        />
        <Button type="submit" disabled={phase !== 'in'}>
          {t('chat.send')}
        </Button>
      </form>
    </section>
  );
}
