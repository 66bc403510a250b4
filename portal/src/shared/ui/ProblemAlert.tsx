import { Alert, Anchor, Button, Group, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { isSignedOut } from '../api/problem';
import { useProblemWords } from './useProblemWords';

interface Props {
  /** What went wrong; nothing is shown without. */
  error: unknown;
  /** Does the same again. Shown where that may help. */
  onRetry?: (() => void) | undefined;
  /** The zone in which times in the message are read, if it is not the reader's. */
  zone?: string;
}

/** What went wrong and what to do about it, where it happened. It never takes a form away. */
export function ProblemAlert({ error, onRetry, zone }: Props) {
  const { t } = useTranslation();
  const words = useProblemWords();
  if (!error) return null;
  const { title, advice, fields } = words(error, zone);
  return (
    <Alert role="alert" color="red" variant="light" title={title} mb="md">
      <Text size="sm">{advice}</Text>
      {fields.length > 0 && (
        <List size="sm" mt="xs">
          {fields.map((field) => (
            <List.Item key={field}>{field}</List.Item>
          ))}
        </List>
      )}
      <Group mt="xs" gap="md">
        {isSignedOut(error) && (
          <Anchor href="/" target="_blank" size="sm">
            {t('action.signInInNewTab')}
          </Anchor>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('action.tryAgain')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
