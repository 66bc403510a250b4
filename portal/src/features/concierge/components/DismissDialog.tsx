import { Button, Group, Text, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Dialog } from '../../../shared/ui/Dialog';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { Delivery } from '../api/types';
import { useDismiss } from '../api/useDismiss';

interface Props {
  delivery: Delivery;
  onClose: () => void;
}

/** Asks why nobody need send a message. */
export function DismissDialog({ delivery, onClose }: Props) {
  const { t } = useTranslation(['concierge', 'common']);
  const dismiss = useDismiss(delivery);
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  const reason = words.trim();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setMissing(true);
    if (reason !== '') dismiss.mutate(reason, { onSuccess: onClose });
  };
  return (
    <Dialog opened onClose={onClose} title={t('dismiss.title')}>
      <form onSubmit={submit} noValidate>
        <ProblemAlert error={dismiss.error} />
        <Text mb="md">{t('dismiss.text')}</Text>
        <Textarea
          label={t('dismiss.reason')}
          description={t('dismiss.hint')}
          value={words}
          maxLength={500}
          autosize
          minRows={2}
          onChange={(event) => setWords(event.currentTarget.value)}
          error={missing && reason === '' ? t('dismiss.missing') : undefined}
          mb="md"
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:action.back')}
          </Button>
          <Button type="submit" loading={dismiss.isPending}>
            {t('dismiss.yes')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
