import { Button, Group, NativeSelect, Radio, Text } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking, SessionType } from '../../../shared/api/types';
import { useMyZone } from '../../../shared/me/useProfile';
import { isGone } from '../../../shared/slots/isGone';
import { SlotPicker } from '../../../shared/slots/SlotPicker';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { CommentField } from '../../../shared/bookings/CommentField';
import { DurationField } from '../../../shared/bookings/DurationField';
import { useBook } from '../../../shared/bookings/useBook';
import type { MyProvider } from '../api/useMyProviders';
import { PhoneNote } from './PhoneNote';
import { Summary } from './Summary';

const TYPES: SessionType[] = ['video', 'phone'];

interface Props {
  providers: MyProvider[];
  /** The one that is chosen at first. */
  first: MyProvider;
  onBooked: (booking: Booking) => void;
}

/** With whom, how, how long, when. Nothing of it but the time is lost when the time is taken. */
export function BookForm({ providers, first, onBooked }: Props) {
  const { t } = useTranslation(['member', 'common']);
  const zone = useMyZone();
  const book = useBook();
  const [providerId, setProvider] = useState(first.id);
  const [sessionType, setType] = useState<SessionType>('video');
  const [durationMinutes, setDuration] = useState(first.durationMinutes);
  const [startsAt, setStart] = useState('');
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  // Its name is in the language of now.
  const provider = providers.find(({ id }) => id === providerId) ?? first;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (startsAt === '') return;
    const words = comment.trim();
    const body = { providerId: provider.id, sessionType, startsAt, durationMinutes };
    book.mutate(words === '' ? body : { ...body, comment: words }, {
      onSuccess: onBooked,
      onError: (error) => {
        if (isGone(error)) setStart('');
      },
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <NativeSelect
        label={t('book.provider')}
        value={provider.id}
        onChange={(event) => {
          setProvider(event.currentTarget.value);
          setStart('');
        }}
        data={providers.map(({ id, name }) => ({ value: id, label: name }))}
        mb="md"
      />
      <Radio.Group
        label={t('book.type')}
        value={sessionType}
        onChange={(value) => setType(value)}
        mb="md"
      >
        <Group mt="xs">
          {TYPES.map((type) => (
            <Radio key={type} value={type} label={t(`common:sessionType.${type}`)} />
          ))}
        </Group>
      </Radio.Group>
      {sessionType === 'phone' && <PhoneNote />}
      <DurationField
        label={t('book.duration')}
        value={durationMinutes}
        onChange={(length) => {
          setDuration(length);
          setStart('');
        }}
      />
      <SlotPicker
        key={provider.id}
        label={t('book.when')}
        providerId={provider.id}
        durationMinutes={durationMinutes}
        zone={zone}
        value={startsAt}
        onChange={setStart}
        error={tried && startsAt === '' ? t('book.whenMissing') : undefined}
      />
      <CommentField
        label={t('book.comment')}
        description={t('book.commentHint')}
        value={comment}
        onChange={setComment}
        mb="md"
      />
      {startsAt !== '' && (
        <Summary
          name={provider.name}
          wish={{ sessionType, startsAt, durationMinutes }}
          zone={zone}
        />
      )}
      <ProblemAlert error={book.error} zone={zone} />
      <Text size="sm" c="dimmed" mb="sm">
        {t('book.rules')}
      </Text>
      <Button type="submit" loading={book.isPending}>
        {t('book.send')}
      </Button>
    </form>
  );
}
