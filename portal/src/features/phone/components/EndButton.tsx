import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  enabled: boolean;
  busy: boolean;
  onEnd: () => void;
}

/** Ends the session, after asking once more: it can't be opened again. */
export function EndButton({ enabled, busy, onEnd }: Props) {
  const { t } = useTranslation(['phone', 'common']);
  const [asking, setAsking] = useState(false);
  if (!asking || !enabled) {
    return (
      <Button color="red" disabled={!enabled} onClick={() => setAsking(true)}>
        {t('end.button')}
      </Button>
    );
  }
  return (
    <>
      <Text mb="sm">{t('end.sure')}</Text>
      <Group>
        <Button color="red" loading={busy} onClick={onEnd}>
          {t('end.yes')}
        </Button>
        <Button variant="default" onClick={() => setAsking(false)}>
          {t('common:action.back')}
        </Button>
      </Group>
    </>
  );
}
