import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import classes from './Devices.module.css';
import type {} from './i18n/catalogue';

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
  const { t } = useTranslation('devices');
  return (
    <div className={classes.choosers}>
      {KINDS.map(([kind, name]) => {
        const found = all.filter((device) => device.kind === name);
        if (found.length === 0) return null;
        return (
          <NativeSelect
            key={kind}
            label={t(`chooser.${kind}`)}
            value={choice[kind]}
            onChange={(event) => onChange({ [kind]: event.currentTarget.value })}
            data={[
              { value: '', label: t('chooser.usual') },
              ...found.map(({ deviceId, label }) => ({ value: deviceId, label })),
            ]}
          />
        );
      })}
    </div>
  );
}
