import { Text } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking, Person } from '../../../shared/api/types';
import { BookingForm } from '../../../shared/booking-form/BookingForm';
import { useBookingForm } from '../../../shared/booking-form/useBookingForm';
import { clockOf } from '../../../shared/slots/clocks';
import { browserZone, canonicalZone } from '../../../shared/time/zones';
import { SIDES, type Side } from '../api/types';
import classes from './Console.module.css';
import { NoPhone } from './NoPhone';
import { PersonPicker } from './PersonPicker';
import { StartField } from './StartField';
import { StartsFor } from './StartsFor';

type Chosen = Record<Side, Person | null>;

interface Props {
  /** Who is known already. */
  known: Chosen;
  /** The instant whose day is shown first; empty for the first day with open times. */
  near: string;
  onDone: (booking: Booking) => void;
}

/** The concierge books for both sides: from top to bottom, sent by Ctrl+Enter from anywhere. */
export function BookForm({ known, near, onDone }: Props) {
  const { t } = useTranslation(['concierge', 'booking-form', 'common']);
  const element = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState<Chosen>(known);
  const [chosenZone, setZone] = useState<string | null>(null);
  const { member, provider } = chosen;
  const people = [member, provider].filter((person) => person !== null);
  const zones = distinct([...people.map(({ timeZone }) => timeZone), browserZone()]);
  const clocks = people.map(clockOf);
  const zone = zones.find((each) => each === chosenZone) ?? zones[0] ?? browserZone();
  const first = { memberId: member?.id ?? '', providerId: provider?.id ?? '' };
  const form = useBookingForm({ by: 'concierge', first, zone, onDone });
  const missing = (what: 'memberId' | 'providerId' | 'start') =>
    form.isMissing(what) ? t(`booking-form:missing.${what}`) : undefined;
  useEffect(() => {
    const fields = [...(element.current?.querySelectorAll('input') ?? [])];
    fields.find(({ value }) => value === '')?.focus();
  }, []);
  const choose = (side: Side, person: Person | null) => {
    setChosen({ ...chosen, [side]: person });
    form.set({ [`${side}Id`]: person?.id ?? '' });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    const isSent = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    // Safari 15 has no `requestSubmit`.
    const send = event.currentTarget.querySelector<HTMLButtonElement>('[type=submit]');
    if (isSent) send?.click();
  };
  return (
    <>
      <BookingForm
        ref={element}
        className={classes.form}
        onKeyDown={onKeyDown}
        by="concierge"
        form={form}
        slotsOf={form.wish.providerId}
        zone={zone}
        clocks={clocks}
        phoneNote={<NoPhone member={member} />}
        startField={
          <StartField
            label={t('booking-form:when')}
            providerId={form.wish.providerId}
            durationMinutes={form.wish.durationMinutes}
            zones={zones}
            zone={zone}
            clocks={clocks}
            near={near}
            onZone={setZone}
            value={form.wish.start}
            onChange={(start) => form.set({ start })}
            error={missing('start')}
          />
        }
        summary={<StartsFor startsAt={form.startsAt} people={people} />}
      >
        {SIDES.map((side) => (
          <PersonPicker
            key={side}
            side={side}
            label={t(`common:role.${side}`)}
            value={chosen[side]}
            onChange={(person) => choose(side, person)}
            error={missing(`${side}Id`)}
          />
        ))}
      </BookingForm>
      <Text size="sm" c="dimmed" mt="xs">
        {t('book.keys')}
      </Text>
    </>
  );
}

/** Each zone once, by the name that comes first. */
function distinct(zones: string[]): string[] {
  const names = zones.map(canonicalZone);
  return zones.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}
