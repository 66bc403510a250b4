import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { isSound, newWindow, type DraftWindow } from './draft';
import classes from './Schedule.module.css';
import { TimeInput } from './TimeInput';

interface Props {
  /** Which day it is. */
  title: string;
  windows: DraftWindow[];
  /** Whether it was tried to save, so that what is wrong is said. */
  tried: boolean;
  onChange: (windows: DraftWindow[]) => void;
}

/** The windows of one day. */
export function Windows({ title, windows, tried, onChange }: Props) {
  const { t } = useTranslation('schedule');
  const set = (key: number, part: Partial<DraftWindow>) =>
    onChange(windows.map((window) => (window.key === key ? { ...window, ...part } : window)));
  return (
    <div role="group" aria-label={title} className={classes.day}>
      <Text fw={500} className={classes.name}>
        {title}
      </Text>
      <div className={classes.windows}>
        {windows.length === 0 && <Text c="dimmed">{t('closed')}</Text>}
        {windows.map((window) => (
          <div key={window.key}>
            <Group gap="xs">
              <TimeInput
                label={t('from', { day: title })}
                value={window.from}
                onChange={(from) => set(window.key, { from })}
              />
              <span aria-hidden="true">–</span>
              <TimeInput
                label={t('to', { day: title })}
                value={window.to}
                onChange={(to) => set(window.key, { to })}
              />
              <Button
                size="xs"
                variant="default"
                aria-label={t('removeWindow', { day: title, from: window.from, to: window.to })}
                onClick={() => onChange(windows.filter(({ key }) => key !== window.key))}
              >
                {t('remove')}
              </Button>
            </Group>
            {tried && !isSound(window, windows) && (
              <Text size="sm" c="var(--mantine-color-error)">
                {t('unsound')}
              </Text>
            )}
          </div>
        ))}
        <Button
          size="xs"
          variant="default"
          className={classes.add}
          aria-label={t('addWindow', { day: title })}
          onClick={() => onChange([...windows, newWindow(windows)])}
        >
          {t('add')}
        </Button>
      </div>
    </div>
  );
}
