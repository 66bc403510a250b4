import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { dateAndTime } from '../../../shared/time/format';
import type { Delivery, DeliveryStatus } from '../api/types';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';
import { isHeldBack } from './ResendButton';

const COLOURS: Record<DeliveryStatus, string> = {
  queued: 'blue',
  held: 'blue',
  sent: 'teal',
  delivered: 'teal',
  undelivered: 'red',
  failed: 'red',
  unknown: 'yellow',
  dropped: 'gray',
  dismissed: 'gray',
};

export const colourOf = ({ status }: Delivery) => COLOURS[status];

/** What became of a message, in a word or two. */
export function useStatusWords(delivery: Delivery): string {
  const { t } = useTranslation('concierge');
  return isHeldBack(delivery) ? t('delivery.heldBack') : t(`delivery.status.${delivery.status}`);
}

/** What a message says, to whom, and what became of it, with what that means. */
export function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const { t, i18n } = useTranslation(['concierge', 'common']);
  const zone = useDeskZone();
  const { kind, channel, to, status, failure, queuedAt, sentAt, parts, resendOf, dismissal } =
    delivery;
  const words = useStatusWords(delivery);
  const reason = failure && i18n.exists(`concierge:delivery.failure.${failure}`) ? failure : null;
  return (
    <div>
      <Text fw={600}>
        {t(`delivery.kind.${kind}`)}{' '}
        <Badge variant="light" color={colourOf(delivery)}>
          {words}
        </Badge>
      </Text>
      <Text size="sm">
        {t(`delivery.channel.${channel}`)} · {t(`delivery.to.${to}`)} ·{' '}
        {dateAndTime(sentAt ?? queuedAt, zone, i18n.language)}
        {parts ? ` · ${t('delivery.parts', { count: parts })}` : ''}
        {resendOf ? ` · ${t('delivery.again')}` : ''}
      </Text>
      {status === 'unknown' && <Text size="sm">{t('delivery.unknownHint')}</Text>}
      {dismissal && (
        <Text size="sm" className={classes.words}>
          {t('delivery.dismissedAt', {
            at: dateAndTime(dismissal.at, zone, i18n.language),
            reason: dismissal.reason,
          })}
        </Text>
      )}
      {failure && !dismissal && (
        <Text size="sm" className={classes.words}>
          {reason
            ? t(`delivery.failure.${reason as 'bounced'}`)
            : t('delivery.failureOther', { code: failure })}
        </Text>
      )}
    </div>
  );
}
