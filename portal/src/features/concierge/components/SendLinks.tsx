import { Alert, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isAhead } from '../../../shared/bookings/allowed';
import { serverNow } from '../../../shared/time/now';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useFoundBookings } from '../api/useFoundBookings';
import { useSendLinks } from '../api/useSendLinks';
import classes from './Console.module.css';

interface Props {
  memberId: string;
  /** Their corrected address. */
  email: string;
}

/** After a correction: sends the emails of a member's sessions to come to the new address, in one act. */
export function SendLinks({ memberId, email }: Props) {
  const { t } = useTranslation('concierge');
  const [from] = useState(() => new Date(serverNow()).toISOString());
  const found = useFoundBookings({ memberId, from }, 40);
  const send = useSendLinks(memberId);
  const count = found.data?.filter(({ status }) => isAhead(status)).length ?? 0;
  if (send.isSuccess)
    return (
      <Text role="status" mb="md" className={classes.words}>
        {t('person.links.done', { count: send.data.items.length, email })}
      </Text>
    );
  if (count === 0) return null;
  return (
    <Alert role="note" color="blue" variant="light" mb="md">
      <Text size="sm" mb="xs">
        {t('person.links.text')}
      </Text>
      <ProblemAlert error={send.error} />
      <Button size="xs" loading={send.isPending} onClick={() => send.mutate()}>
        {t('person.links.offer', { count, email })}
      </Button>
    </Alert>
  );
}
