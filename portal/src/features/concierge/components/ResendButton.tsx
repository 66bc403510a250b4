import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { Delivery, DeliveryStatus } from '../api/types';
import { useResend } from '../api/useResend';
import classes from './Console.module.css';

/** Statuses of which the API lets one send again. */
const AGAIN: readonly DeliveryStatus[] = ['sent', 'delivered', 'undelivered', 'failed', 'unknown'];

/** Whether it waits for somebody to send it, and not for the morning. */
export const isHeldBack = ({ status, failure }: Delivery) =>
  status === 'held' && failure === 'table_restored';

/** Whether the API sends it again, as far as its status says. */
export const mayResend = (delivery: Delivery) =>
  !delivery.dismissal && (AGAIN.includes(delivery.status) || isHeldBack(delivery));

interface Props {
  delivery: Delivery;
  /** What is sent, in the button's words; the message itself unless said. */
  what?: string;
}

/** Sends a message again. An answer that it can't be done says what to do first. */
export function ResendButton({ delivery, what }: Props) {
  const { t } = useTranslation('concierge');
  const resend = useResend(delivery);
  if (!mayResend(delivery)) return null;
  const name = t('delivery.name', {
    kind: t(`delivery.kind.${delivery.kind}`),
    to: t(`delivery.to.${delivery.to}`),
  });
  return (
    <div className={classes.resend}>
      <Button
        size="xs"
        variant="default"
        loading={resend.isPending}
        aria-label={what ? `${what}: ${name}` : t('delivery.resendThis', { name })}
        onClick={() => resend.mutate()}
      >
        {what ?? t('delivery.resend')}
      </Button>
      <ProblemAlert error={resend.error} />
    </div>
  );
}
