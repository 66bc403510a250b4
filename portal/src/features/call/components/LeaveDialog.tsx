import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Dialog } from '../../../shared/ui/Dialog';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';

interface Props {
  onStay: () => void;
  onLeave: () => void;
  /** Goes on by telephone, and ends the session for both; only the provider can. */
  onPhone?: () => void;
  end?: { run: () => void; isPending: boolean; error: unknown };
}

/** Asks whoever wants to leave what they mean. */
export function LeaveDialog({ onStay, onLeave, onPhone, end }: Props) {
  const { t } = useTranslation('call');
  return (
    <Dialog opened onClose={onStay} title={t('leave.title')}>
      <ProblemAlert error={end?.error} />
      <Text mb="md">{t(end ? 'leave.hostText' : 'leave.memberText')}</Text>
      <Stack gap="sm">
        <Button variant="default" onClick={onLeave} disabled={end?.isPending ?? false}>
          {t('leave.leave')}
        </Button>
        {end && (
          <Button color="red" onClick={end.run} loading={end.isPending}>
            {t('leave.end')}
          </Button>
        )}
        {onPhone && (
          <Button variant="default" onClick={onPhone}>
            {t('phone.switch')}
          </Button>
        )}
        <Button variant="subtle" onClick={onStay}>
          {t('leave.stay')}
        </Button>
      </Stack>
    </Dialog>
  );
}
