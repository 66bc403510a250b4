import { Button, Group, Radio } from '@mantine/core';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { everyWord } from '../api/everyWord';
import type { Role, SessionType } from '../api/types';
import type { Clock } from '../slots/clocks';
import { NextBest } from '../slots/NextBest';
import { SlotPicker } from '../slots/SlotPicker';
import { ProblemAlert } from '../ui/ProblemAlert';
import classes from './BookingForm.module.css';
import { CommentField } from './CommentField';
import { DurationField } from './DurationField';
import type {} from './i18n/catalogue';
import type { BookingFormState } from './useBookingForm';

const TYPES = everyWord<SessionType>({ video: true, phone: true });

interface Props extends Pick<ComponentProps<'form'>, 'ref' | 'className' | 'onKeyDown'> {
  by: Role;
  form: BookingFormState;
  /** Whose open times are offered. */
  slotsOf: string;
  zone: string;
  /** The clocks of the others whom it concerns. */
  clocks: readonly Clock[];
  /** The fields with whom. */
  children: ReactNode;
  /** What is to be known of a session by telephone. */
  phoneNote?: ReactNode;
  /** In place of the open slots. */
  startField?: ReactNode;
  /** What is about to be booked, and what holds for it. */
  summary?: ReactNode;
}

/** With whom, how, how long, when, and a comment. */
export function BookingForm({
  by,
  form,
  slotsOf,
  zone,
  clocks,
  children,
  phoneNote,
  startField,
  summary,
  ...element
}: Props) {
  const { t } = useTranslation(['booking-form', 'common']);
  const { wish, set } = form;
  return (
    <form {...element} onSubmit={form.submit} noValidate>
      {children}
      <Radio.Group
        label={t('type')}
        value={wish.sessionType}
        onChange={(sessionType) => set({ sessionType })}
        mb="md"
      >
        <Group mt="xs">
          {TYPES.map((type) => (
            <Radio
              key={type}
              value={type}
              label={t(`common:sessionType.${type}`)}
              classNames={{ icon: classes.dot ?? '' }}
            />
          ))}
        </Group>
      </Radio.Group>
      {wish.sessionType === 'phone' && phoneNote}
      <DurationField
        label={t('duration')}
        value={wish.durationMinutes}
        onChange={(durationMinutes) => set({ durationMinutes })}
      />
      {startField ?? (
        <SlotPicker
          key={slotsOf}
          label={t('when')}
          providerId={slotsOf}
          durationMinutes={wish.durationMinutes}
          zone={zone}
          clocks={clocks}
          value={form.startsAt}
          onChange={(at) => set({ start: { by: 'slot', at } })}
          error={form.isMissing('start') ? t('missing.start') : undefined}
        />
      )}
      <CommentField
        label={t('comment')}
        description={t(`commentHint.${by}`)}
        value={wish.comment}
        onChange={(comment) => set({ comment })}
        my="md"
      />
      {form.startsAt !== '' && summary}
      <ProblemAlert error={form.error} zone={zone} />
      {form.gone !== undefined && (
        <NextBest
          gone={form.gone}
          providerId={slotsOf}
          durationMinutes={wish.durationMinutes}
          zone={zone}
          clocks={clocks}
          value={form.startsAt}
          onChange={(at) => set({ start: { by: 'slot', at } })}
        />
      )}
      <Button type="submit" loading={form.isPending}>
        {t(`send.${by}`)}
      </Button>
    </form>
  );
}
