import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './Devices.module.css';
import type {} from './i18n/catalogue';
import { playTone } from './playTone';

type Step = 'before' | 'playing' | 'asking' | 'heard' | 'notHeard' | 'failed';

/** Plays a sound and asks whether it was heard. */
export function SpeakerTest({ speaker }: { speaker: string }) {
  const { t } = useTranslation('devices');
  const [step, setStep] = useState<Step>('before');
  const play = () => {
    setStep('playing');
    playTone(speaker).then(
      () => setStep('asking'),
      () => setStep('failed'),
    );
  };
  return (
    <section aria-label={t('speaker.title')} className={classes.check}>
      <h2>{t('speaker.title')}</h2>
      <Group gap="sm">
        <Button variant="default" onClick={play} disabled={step === 'playing'}>
          {t(step === 'before' ? 'speaker.play' : 'speaker.again')}
        </Button>
        {step === 'asking' && (
          <>
            <Button onClick={() => setStep('heard')}>{t('speaker.yes')}</Button>
            <Button variant="default" onClick={() => setStep('notHeard')}>
              {t('speaker.no')}
            </Button>
          </>
        )}
      </Group>
      <Text role="status" mt="xs">
        {t(`speaker.state.${step}`)}
      </Text>
    </section>
  );
}
