import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useStuck } from '../loadPart';
import classes from './Loading.module.css';

/** What takes longer than this is said in words. */
const PATIENCE_MS = 4_000;

/** Something is on its way. */
export function Loading() {
  const { t } = useTranslation();
  const isLong = useIsLong();
  return (
    <>
      <Stack role="status" aria-label={t('loading')} align="center" gap="xs" py="xl">
        <Loader type="dots" />
        <Text size="sm" c="dimmed" className={classes.soon}>
          {t('loadingSoon')}
        </Text>
      </Stack>
      {isLong && <Trouble />}
    </>
  );
}

/** A dialog is on its way. It can be given up. */
export function LoadingDialog({ onClose }: { onClose: () => void }) {
  const isLong = useIsLong();
  return isLong ? (
    <div className={classes.floating}>
      <Trouble onClose={onClose} />
    </div>
  ) : null;
}

function Trouble({ onClose }: { onClose?: () => void }) {
  const { t } = useTranslation();
  const isStuck = useStuck();
  return (
    <Alert role="alert" color="yellow" title={t('loadingLong.title')} mb="md">
      <Text size="sm" mb="xs">
        {t(isStuck ? 'loadingLong.stuck' : 'loadingLong.text')}
      </Text>
      <Group gap="sm">
        <Button size="xs" variant="default" onClick={() => location.reload()}>
          {t('action.reload')}
        </Button>
        {onClose && (
          <Button size="xs" variant="default" onClick={onClose}>
            {t('action.back')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function useIsLong(): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLong;
}
