import { Button, Group, NativeSelect } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Devices } from '../meeting/useDevices';
import classes from './Call.module.css';
import { FaultHelp } from './FaultHelp';
import { Meter } from './Meter';

/** One's own picture and voice before others get them, and which devices they come from. */
export function Preview({ devices }: { devices: Devices }) {
  const { t } = useTranslation('call');
  const { choice, opened, change, fault } = devices;
  return (
    <section aria-label={t('preview.label')} className={classes.preview}>
      <div className={classes.mirror}>
        {choice.cameraOn && opened && !fault.camera ? (
          <SelfVideo stream={opened.stream} />
        ) : (
          <p className={classes.noPicture}>{t(opened ? 'preview.noPicture' : 'preview.asking')}</p>
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
      <Choosers all={devices.all} choice={choice} onChange={change} />
    </section>
  );
}

function SelfVideo({ stream }: { stream: MediaStream }) {
  const { t } = useTranslation('call');
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return <video ref={video} autoPlay playsInline muted aria-label={t('preview.self')} />;
}

type Kind = 'camera' | 'microphone' | 'speaker';

interface ChoosersProps {
  all: MediaDeviceInfo[];
  choice: Record<Kind, string>;
  onChange: (change: Partial<Record<Kind, string>>) => void;
}

const KINDS = [
  ['camera', 'videoinput'],
  ['microphone', 'audioinput'],
  ['speaker', 'audiooutput'],
] as const;

/** Which camera, microphone and speaker. Where the browser offers no choice there is none. */
export function Choosers({ all, choice, onChange }: ChoosersProps) {
  const { t } = useTranslation('call');
  return (
    <div className={classes.choosers}>
      {KINDS.map(([kind, name]) => {
        const found = all.filter((device) => device.kind === name);
        if (found.length === 0) return null;
        return (
          <NativeSelect
            key={kind}
            label={t(`devices.${kind}`)}
            value={choice[kind]}
            onChange={(event) => onChange({ [kind]: event.currentTarget.value })}
            data={[
              { value: '', label: t('devices.usual') },
              ...found.map(({ deviceId, label }) => ({ value: deviceId, label })),
            ]}
          />
        );
      })}
    </div>
  );
}
