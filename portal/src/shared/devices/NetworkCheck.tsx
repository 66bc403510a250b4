import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useLanguage } from '../i18n/useLanguage';
import classes from './Devices.module.css';
import type {} from './i18n/catalogue';
import { canCall, measureNetwork, type NetworkResult } from './network';

/** A rate above this is said to be above it: so little data does not tell more. */
const MOST = 20;

/** Measures the line to the service, and says what it is good for. */
export function NetworkCheck() {
  const { t } = useTranslation('devices');
  const language = useLanguage();
  const [result, setResult] = useState<NetworkResult | 'before' | 'running' | 'failed'>('before');
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  const run = () => {
    setResult('running');
    measureNetwork().then(setResult, () => setResult('failed'));
  };
  const isKnown = typeof result === 'object';
  return (
    <section aria-label={t('network.title')} className={classes.check}>
      <h2>{t('network.title')}</h2>
      {!canCall() && <Text mb="xs">{t('network.oldBrowser')}</Text>}
      <Button variant="default" onClick={run} loading={result === 'running'}>
        {t(result === 'before' ? 'network.check' : 'network.again')}
      </Button>
      <div role="status">
        <Text mt="xs" fw={isKnown ? 500 : 400}>
          {t(`network.state.${isKnown ? result.verdict : result}`)}
        </Text>
        {isKnown && (
          <Text size="sm" c="dimmed">
            {t(result.megabitsPerSecond > MOST ? 'network.fast' : 'network.figures', {
              delay: number(result.roundTripMs, 0),
              rate: number(Math.min(result.megabitsPerSecond, MOST), 1),
            })}
          </Text>
        )}
      </div>
    </section>
  );
}
