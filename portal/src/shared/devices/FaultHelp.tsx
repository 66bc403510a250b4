import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { browserName } from './browserName';
import type { Fault } from './openDevices';

interface Props {
  fault: { camera: Fault | null; microphone: Fault | null };
  onRetry: () => void;
}

/** What to do when the camera or the microphone can't be used: for a refusal, in this very browser. */
export function FaultHelp({ fault, onRetry }: Props) {
  const { t } = useTranslation(['devices', 'common']);
  const kinds = (['camera', 'microphone'] as const).filter((kind) => fault[kind] !== null);
  if (kinds.length === 0) return null;
  const isRefused = kinds.some((kind) => fault[kind] === 'refused');
  return (
    <Alert role="alert" color="yellow" variant="light" mb="md" title={t('fault.title')}>
      {kinds.map((kind) => (
        <Text key={kind} size="sm">
          {t(`fault.${kind}.${fault[kind] ?? 'missing'}`)}
        </Text>
      ))}
      {isRefused && (
        <Text size="sm" mt="xs">
          {t(`fault.allow.${browserName()}`)}
        </Text>
      )}
      <Text size="sm" my="xs">
        {t(fault.microphone ? 'fault.withoutSound' : 'fault.withoutPicture')}
      </Text>
      <Button size="xs" variant="default" onClick={onRetry}>
        {t('common:action.tryAgain')}
      </Button>
    </Alert>
  );
}
