import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { GetHelp } from '../../../shared/help/GetHelp';
import { PageTitle } from '../../../shared/ui/PageTitle';

/** How it ended for a member. */
export type Outcome =
  'ended' | 'removed' | 'cancelled' | 'phone' | 'left' | 'elsewhere' | 'failed' | 'unsupported';

interface Props {
  outcome: Outcome;
  booking: Booking;
  /** Goes back in, where that is possible. */
  onReturn?: (() => void) | undefined;
}

/** A quiet page after a session, or after leaving it. */
export function Closing({ outcome, booking, onReturn }: Props) {
  const { t } = useTranslation('call');
  return (
    <>
      <PageTitle>{t(`closing.${outcome}.title`)}</PageTitle>
      <Text mb="md">{t(`closing.${outcome}.text`, { name: booking.provider.name })}</Text>
      {onReturn && <Button onClick={onReturn}>{t(`closing.${outcome as 'left'}.return`)}</Button>}
      <GetHelp bookingId={booking.id} />
    </>
  );
}
