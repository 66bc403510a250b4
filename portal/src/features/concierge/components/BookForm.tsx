import { Button, Text } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking, Person, SessionType } from '../../../shared/api/types';
import { CommentField } from '../../../shared/bookings/CommentField';
import { DurationField } from '../../../shared/bookings/DurationField';
import { useBookOnBehalf } from '../../../shared/bookings/useBook';
import { browserZone } from '../../../shared/time/zones';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import classes from './Console.module.css';
import { PersonPicker } from './PersonPicker';
import { SessionTypeField } from './SessionTypeField';
import { NO_SLOT, startsAtOf, withoutSlot, type Start } from './start';
import { StartField } from './StartField';
import { StartsFor } from './StartsFor';

interface Props {
  /** Who is known already. */
  known: { member: Person | null; provider: Person | null };
  onDone: (booking: Booking) => void;
}

/** Who with whom, how, how long, when: from top to bottom, sent by Ctrl+Enter from anywhere. */
export function BookForm({ known, onDone }: Props) {
  const { t } = useTranslation(['concierge', 'common']);
  const book = useBookOnBehalf();
  const form = useRef<HTMLFormElement>(null);
  const [member, setMember] = useState(known.member);
  const [provider, setProvider] = useState(known.provider);
  const [sessionType, setType] = useState<SessionType>('video');
  const [durationMinutes, setDuration] = useState(50);
  const [start, setStart] = useState<Start>(NO_SLOT);
  const [chosenZone, setZone] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const people = [member, provider].filter((person) => person !== null);
  const zones = [...new Set([...people.map(({ timeZone }) => timeZone), browserZone()])];
  const zone = zones.find((each) => each === chosenZone) ?? zones[0] ?? browserZone();
  const startsAt = startsAtOf(start, zone);
  useEffect(() => {
    const fields = [...(form.current?.querySelectorAll('input') ?? [])];
    fields.find(({ value }) => value === '')?.focus();
  }, []);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (!member || !provider || startsAt === '' || book.isPending) return;
    const [memberId, providerId, words] = [member.id, provider.id, comment.trim()];
    const body = { memberId, providerId, sessionType, startsAt, durationMinutes };
    book.mutate(words === '' ? body : { ...body, comment: words }, { onSuccess: onDone });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };
  const missing = (isMissing: boolean, what: 'member' | 'provider' | 'when') =>
    tried && isMissing ? t(`book.missing.${what}`) : undefined;
  return (
    <form ref={form} noValidate className={classes.form} onSubmit={submit} onKeyDown={onKeyDown}>
      <PersonPicker
        side="member"
        label={t('common:role.member')}
        value={member}
        onChange={setMember}
        error={missing(!member, 'member')}
      />
      <PersonPicker
        side="provider"
        label={t('common:role.provider')}
        value={provider}
        onChange={(person) => {
          setProvider(person);
          setStart(withoutSlot(start));
        }}
        error={missing(!provider, 'provider')}
      />
      <SessionTypeField member={member} value={sessionType} onChange={setType} />
      <DurationField
        label={t('book.duration')}
        value={durationMinutes}
        onChange={(length) => {
          setDuration(length);
          setStart(withoutSlot(start));
        }}
      />
      <StartField
        providerId={provider?.id ?? ''}
        durationMinutes={durationMinutes}
        zones={zones}
        zone={zone}
        onZone={setZone}
        value={start}
        onChange={setStart}
        error={missing(startsAt === '', 'when')}
      />
      <StartsFor startsAt={startsAt} people={people} />
      <CommentField
        label={t('book.comment')}
        description={t('book.commentHint')}
        value={comment}
        onChange={setComment}
        my="md"
      />
      <ProblemAlert error={book.error} zone={zone} />
      <Button type="submit" loading={book.isPending}>
        {t('book.send')}
      </Button>
      <Text size="sm" c="dimmed" mt="xs">
        {t('book.keys')}
      </Text>
    </form>
  );
}
