import { Button, Group, NativeSelect, Radio } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking, MetMember, SessionType } from '../../../shared/api/types';
import { useMe } from '../../../shared/auth/SessionProvider';
import { useMyZone } from '../../../shared/me/useProfile';
import { SlotPicker } from '../../../shared/slots/SlotPicker';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { CommentField } from '../../../shared/bookings/CommentField';
import { DurationField } from '../../../shared/bookings/DurationField';
import { useBook } from '../../../shared/bookings/useBook';

const TYPES: SessionType[] = ['video', 'phone'];

interface Props {
  members: MetMember[];
  onDone: (booking: Booking) => void;
}

/** With whom, how, how long, when. Nothing of it is lost when the time turns out to be taken. */
export function ProposalForm({ members, onDone }: Props) {
  const { t } = useTranslation(['create-booking', 'common']);
  const me = useMe();
  const zone = useMyZone();
  const propose = useBook();
  const [memberId, setMember] = useState(members[0]?.id ?? '');
  const [sessionType, setType] = useState<SessionType>('video');
  const [durationMinutes, setDuration] = useState(50);
  const [startsAt, setStart] = useState('');
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (startsAt === '') return;
    const words = comment.trim();
    const body = { memberId, sessionType, startsAt, durationMinutes };
    propose.mutate(words === '' ? body : { ...body, comment: words }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} noValidate>
      <NativeSelect
        label={t('member')}
        value={memberId}
        onChange={(event) => setMember(event.currentTarget.value)}
        data={members.map(({ id, name }) => ({ value: id, label: name }))}
        mb="md"
      />
      <Radio.Group
        label={t('type')}
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
      <DurationField
        label={t('duration')}
        value={durationMinutes}
        onChange={(length) => {
          setDuration(length);
          setStart('');
        }}
      />
      <SlotPicker
        label={t('when')}
        providerId={me.id}
        durationMinutes={durationMinutes}
        zone={zone}
        value={startsAt}
        onChange={setStart}
        error={tried && startsAt === '' ? t('whenMissing') : undefined}
      />
      <CommentField
        label={t('comment')}
        description={t('commentHint')}
        value={comment}
        onChange={setComment}
        mb="md"
      />
      <ProblemAlert error={propose.error} zone={zone} />
      <Button type="submit" loading={propose.isPending}>
        {t('send')}
      </Button>
    </form>
  );
}
