import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '../../../shared/api/problem';
import type { Channel, Person, SentCode } from '../../../shared/api/types';
import { useNow } from '../../../shared/time/now';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useChangeProfile, type Changes } from '../api/useChangeProfile';
import { useConfirmContact } from '../api/useConfirmContact';
import classes from './ProfileForm.module.css';

/** How long a code is valid. */
const VALID_MS = 10 * 60_000;
/** How long a code may take to arrive before another one can be sent. */
const ARRIVES_WITHIN_MS = 30_000;

interface Props {
  profile: Person;
  channel: Channel;
  /** The new address or number. */
  to: string;
  /** The code that was sent there. */
  sent: SentCode;
}

/** A new address or number of one's own, until it is confirmed by the code that was sent there. */
export function PendingContact({ profile, channel, to, sent }: Props) {
  const { t } = useTranslation(['profile', 'common']);
  const confirm = useConfirmContact(channel);
  const change = useChangeProfile();
  const [typed, setTyped] = useState('');
  const [short, setShort] = useState(false);
  const title = useId();
  const now = useNow();
  const expiresAt = Date.parse(sent.expiresAt);
  const isDead = sent.triesLeft === 0 || expiresAt <= now;
  const isRecent = now < expiresAt - VALID_MS + ARRIVES_WITHIN_MS;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const code = typed.normalize('NFKC').replace(/\D/g, '');
    setShort(code.length !== 6);
    if (code.length === 6) confirm.mutate(code);
  };
  const send = (contact: string | null) => {
    confirm.reset();
    const changes: Changes = channel === 'email' ? { email: contact ?? '' } : { phone: contact };
    change.mutate({ changes, version: profile.version }, { onSuccess: () => setTyped('') });
  };
  const isWrong = codeOf(confirm.error) === 'code_wrong';
  const wrong = isWrong ? t('pending.wrong', { count: sent.triesLeft }) : undefined;
  return (
    <section aria-labelledby={title} className={classes.pending}>
      <Title order={2} size="h4" id={title}>
        {t(`pending.title.${channel}`)}
      </Title>
      <Text>{t(`pending.sent.${channel}`, { to })}</Text>
      {isDead && (
        <Text role="status">{t(sent.triesLeft === 0 ? 'pending.void' : 'pending.expired')}</Text>
      )}
      <form onSubmit={submit} noValidate className={classes.form}>
        <TextInput
          label={t('pending.code')}
          value={typed}
          inputMode="numeric"
          autoComplete="one-time-code"
          onChange={(event) => {
            confirm.reset();
            setShort(false);
            setTyped(event.currentTarget.value);
          }}
          error={short ? t('pending.short') : wrong}
        />
        <div>
          <ProblemAlert error={(isWrong ? null : confirm.error) ?? change.error} />
          <Group>
            <Button type="submit" loading={confirm.isPending} disabled={isDead}>
              {t('pending.confirm')}
            </Button>
            <Button
              variant="default"
              disabled={isRecent && !isDead}
              loading={change.isPending}
              onClick={() => send(to)}
            >
              {t('pending.again')}
            </Button>
            <Button
              variant="subtle"
              onClick={() => send(channel === 'email' ? profile.email : (profile.phone ?? null))}
            >
              {t(`pending.keep.${channel}`)}
            </Button>
          </Group>
        </div>
      </form>
    </section>
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof ApiError ? error.code : undefined;
}
