import { Button, Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Choosers } from './Choosers';
import classes from './Devices.module.css';
import { FaultHelp } from './FaultHelp';
import type {} from './i18n/catalogue';
import { Meter } from './Meter';
import { Offers } from './Offers';
import type { Devices } from './useDevices';

/** One's own picture and voice before others get them, and which devices they come from. */
export function Preview({ devices }: { devices: Devices }) {
  const { t } = useTranslation('devices');
  const { choice, opened, change, fault, replaced } = devices;
  return (
    <section aria-label={t('preview.label')} className={classes.preview}>
      <div className={classes.mirror}>
        {choice.cameraOn && opened && opened.stream.getVideoTracks().length > 0 ? (
          <SelfVideo stream={opened.stream} />
        ) : (
          <p className={classes.noPicture}>{t(`preview.${wordsOf(devices)}`)}</p>
        )}
      </div>
      <Meter stream={opened?.stream ?? null} />
      <Group gap="sm" my="sm">
        <Button
          variant="default"
          aria-pressed={choice.muted}
          onClick={() => change({ muted: !choice.muted })}
        >
          {t(choice.muted ? 'control.unmute' : 'control.mute')}
        </Button>
        <Button
          variant="default"
          aria-pressed={!choice.cameraOn}
          onClick={() => change({ cameraOn: !choice.cameraOn })}
        >
          {t(choice.cameraOn ? 'control.cameraOff' : 'control.cameraOn')}
        </Button>
      </Group>
      <FaultHelp fault={fault} onRetry={devices.retry} />
      <div role="status">
        {replaced.map((kind) => (
          <Text key={kind} size="sm" my="xs">
            {t(`replaced.${kind}`)}
          </Text>
        ))}
        <Offers offers={devices.offers} onUse={devices.use} onDismiss={devices.dismiss} />
      </div>
      <Choosers all={devices.all} choice={choice} onChange={change} />
    </section>
  );
}

/** What stands in place of the picture. */
function wordsOf({ choice, opened, fault }: Devices): 'asking' | 'unusable' | 'off' {
  if (!opened) return 'asking';
  return choice.cameraOn && fault.camera ? 'unusable' : 'off';
}

function SelfVideo({ stream }: { stream: MediaStream }) {
  const { t } = useTranslation('devices');
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return <video ref={video} autoPlay playsInline muted aria-label={t('preview.self')} />;
}
