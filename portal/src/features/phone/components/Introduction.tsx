import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import type { Panel, useStep } from '../api/usePhone';
import { Done } from './Done';
import classes from './Phone.module.css';

interface Props {
  booking: Booking;
  panel: Panel;
  zone: string;
  step: ReturnType<typeof useStep>;
}

/**
 * *Introduce yourself*: by a text message from one's own phone, where it opens with the words in it,
 * or from the service. What was sent from the phone only its owner knows, so they say so.
 */
export function Introduction({ booking, panel, zone, step }: Props) {
  const { t } = useTranslation('phone');
  const { phone, steps } = panel;
  const open = booking.status === 'confirmed' || booking.status === 'ongoing';
  const isPending = (via: string) =>
    step.isPending && step.variables.do === 'intro' && step.variables.via === via;
  return (
    <>
      <Text mb="sm">{t('intro.text')}</Text>
      <blockquote className={classes.words}>{phone.introText}</blockquote>
      {open && (
        <Group>
          <Button component="a" href={phone.smsUri} variant="default">
            {t('intro.handset')}
          </Button>
          <Button
            variant="default"
            loading={isPending('handset')}
            onClick={() => step.mutate({ do: 'intro', via: 'handset' })}
          >
            {t('intro.handsetSent')}
          </Button>
          <Button
            variant="default"
            loading={isPending('service')}
            onClick={() => step.mutate({ do: 'intro', via: 'service' })}
          >
            {t('intro.service')}
          </Button>
        </Group>
      )}
      <Done
        lines={steps.introductions.map(({ at, via }) => ({ at, text: t(`intro.done.${via}`) }))}
        zone={zone}
      />
    </>
  );
}
