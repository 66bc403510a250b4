import '@mantine/dates/styles.layer.css';
import '@mantine/schedule/styles.layer.css';

import { DayView, WeekView, type ScheduleEventData } from '@mantine/schedule';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Booking } from '../../../shared/api/types';
import { isOffered } from '../../../shared/bookings/allowed';
import { isoDate, longDate, time, weekday } from '../../../shared/time/format';
import { addDays } from '../../../shared/time/local';
import { useNow } from '../../../shared/time/now';
import type {} from '../i18n/catalogue';
import classes from './Calendar.module.css';
import { hoursShown, instantOf } from './events';

/** Sessions are proposed and moved in steps of this. */
const STEP_MINUTES = 15;

interface Props {
  view: 'week' | 'day';
  date: string;
  zone: string;
  events: ScheduleEventData[];
  /** Somebody wants to propose a session at an instant. */
  onPropose: (startsAt: string) => void;
  onOpen: (booking: Booking) => void;
  /** Somebody wants to see a day of the week, `2026-11-22`. */
  onDay: (date: string) => void;
  /** Somebody wants to move a booking to an instant. */
  onMove: (booking: Booking, startsAt: string) => void;
}

/** A week or a day with its hours. What is clicked, dragged or chosen by the keyboard is told. */
export function Grid({ view, date, zone, events, onPropose, onOpen, onDay, onMove }: Props) {
  const { t, i18n } = useTranslation('calendar');
  const now = useNow(30_000);
  const box = useNamedDays(date);
  const language = i18n.language;
  // A local time is read as if it were in UTC: the days and hours of the grid have no zone.
  const asUtc = (local: string) => `${local.replace(' ', 'T')}Z`;
  const common = {
    date,
    events,
    ...hoursShown(events),
    radius: 'sm',
    intervalMinutes: 30,
    eventDragInterval: STEP_MINUTES,
    withHeader: false,
    withEventsDragAndDrop: true,
    withCurrentTimeBubble: false,
    getCurrentTime: () => `${isoDate(now, zone)} ${time(now, zone, 'en')}:00`,
    canDragEvent: (event: ScheduleEventData) => {
      const { booking, isWhole } = payloadOf(event);
      return isWhole && isOffered(booking, 'reschedule', now);
    },
    onEventClick: (event: ScheduleEventData) => onOpen(payloadOf(event).booking),
    onEventDrop: ({ event, newStart }: { event: ScheduleEventData; newStart: string }) => {
      const startsAt = instantOf(newStart, zone);
      if (startsAt !== null) onMove(payloadOf(event).booking, startsAt);
    },
    onTimeSlotClick: ({ slotStart }: { slotStart: string }) => {
      const startsAt = instantOf(slotStart, zone);
      if (startsAt !== null) onPropose(startsAt);
    },
    getTimeSlotProps: ({ start }: { start: string }) => ({
      'aria-label': t('slot', {
        day: longDate(asUtc(start), 'UTC', language),
        at: start.slice(11, 16),
      }),
    }),
    renderEventBody: (event: ScheduleEventData) => <Body event={event} zone={zone} />,
  };
  if (view === 'day') return <DayView {...common} withAllDaySlot={false} />;
  return (
    <div ref={box}>
      <WeekView
        {...common}
        classNames={{ weekViewDay: classes.day, weekViewDayLabel: classes.dayLabel }}
        // Each slot says its hour itself.
        attributes={{ weekViewSlotLabels: { 'aria-hidden': true } }}
        onDateChange={(local) => onDay(local.slice(0, 10))}
        withAllDaySlots={false}
        withWeekNumber={false}
        weekdayFormat={(day) => weekday(asUtc(day), 'UTC', language)}
      />
    </div>
  );
}

/** Names the seven days, of which the library makes columns without a name and buttons with a date in figures. */
function useNamedDays(monday: string) {
  const { t, i18n } = useTranslation('calendar');
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const all = (name: string | undefined) => box.current?.querySelectorAll(`.${name}`) ?? [];
    const dayAt = (index: number) => longDate(addDays(monday, index), 'UTC', i18n.language);
    all(classes['day']).forEach((column, index) => {
      column.setAttribute('role', 'group');
      column.setAttribute('aria-label', dayAt(index));
    });
    all(classes['dayLabel']).forEach((button, index) => {
      button.setAttribute('aria-label', t('showDay', { day: dayAt(index) }));
    });
  });
  return box;
}

function payloadOf(event: ScheduleEventData): { booking: Booking; isWhole: boolean } {
  return event.payload as { booking: Booking; isWhole: boolean };
}

/** What stands in a session: when, with whom, and how. Open hours and days off have their words only. */
function Body({ event, zone }: { event: ScheduleEventData; zone: string }) {
  const { t, i18n } = useTranslation('common');
  if (event.display === 'background') return event.title;
  const { startsAt, member, sessionType, status } = payloadOf(event).booking;
  return (
    <span className={classes.event}>
      <span className={classes.at}>{time(startsAt, zone, i18n.language)}</span> {member.name}
      <span className={classes.kind}>
        {t(`sessionType.${sessionType}`)} · {t(`status.${status}`)}
      </span>
    </span>
  );
}
