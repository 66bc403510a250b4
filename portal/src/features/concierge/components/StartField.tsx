import { Button, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { NO_SLOT, type Start } from '../../../shared/booking-form/start';
import type { Clock } from '../../../shared/slots/clocks';
import { SlotPicker } from '../../../shared/slots/SlotPicker';
import { useCityLabel } from '../../../shared/zone-field/useCities';
import { ClockField } from './ClockField';
import classes from './Console.module.css';

interface Props {
  label: string;
  providerId: string;
  durationMinutes: number;
  /** Zones of those concerned. */
  zones: string[];
  zone: string;
  clocks: readonly Clock[];
  near: string;
  onZone: (zone: string) => void;
  value: Start;
  onChange: (start: Start) => void;
  error?: string | undefined;
}

/** When it starts: one of the open slots, or a time that is typed, on the clock of a named zone. */
export function StartField({ zones, zone, clocks, onZone, value, onChange, error, ...of }: Props) {
  const { t } = useTranslation('concierge');
  const labelOf = useCityLabel();
  const bySlot = value.by === 'slot';
  return (
    <>
      <NativeSelect
        label={t('book.zone')}
        value={zone}
        onChange={(event) => onZone(event.currentTarget.value)}
        data={zones.map((each) => ({ value: each, label: labelOf(each) }))}
        mb="md"
      />
      {bySlot ? (
        <SlotPicker
          {...of}
          key={of.providerId}
          zone={zone}
          clocks={clocks}
          value={value.at}
          onChange={(at) => onChange({ by: 'slot', at })}
          error={error}
        />
      ) : (
        <ClockField label={of.label} zone={zone} value={value} onChange={onChange} error={error} />
      )}
      <Button
        size="xs"
        variant="default"
        className={classes.below}
        onClick={() => onChange(bySlot ? { by: 'clock', date: '', clock: '' } : NO_SLOT)}
      >
        {t(bySlot ? 'book.typeTime' : 'book.chooseOpen')}
      </Button>
    </>
  );
}
