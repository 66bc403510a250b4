import { Tabs } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';

import { everyWord } from '../../shared/api/everyWord';
import type { View } from '../../shared/api/types';
import { NotFound } from '../../shared/ui/NotFound';
import { PageTitle } from '../../shared/ui/PageTitle';
import { lazyPart } from '../../shared/ui/lazyPart';
import { BookingList } from './components/BookingList';
import { soundIsOn, turnSound } from '../../shared/sound/sound';
import classes from './components/Bookings.module.css';
import { useListState } from './components/useListState';
import type {} from './i18n/catalogue';

const Ended = lazyPart(() => import('./ended/Ended'));

const VIEWS = everyWord<View>({ pending: true, upcoming: true, past: true });

/** A provider's bookings: pending, upcoming and ongoing, past. Who has ended a session comes back to here. */
export default function BookingsPage({ view = 'upcoming' }: { view?: string | undefined }) {
  const { t } = useTranslation('bookings');
  const [, go] = useLocation();
  const search = useSearch();
  const { search: asked, set } = useListState();
  const ended = asked.get('ended');
  const open = VIEWS.find((each) => each === view);
  if (!open) return <NotFound />;
  return (
    <>
      <div className={classes.head}>
        <PageTitle>{t('title')}</PageTitle>
        <Sound />
      </div>
      {ended !== null && (
        <Suspense fallback={null}>
          <Ended
            bookingId={ended}
            onClose={() => {
              set('ended', '');
              document.querySelector('h1')?.focus();
            }}
          />
        </Suspense>
      )}
      <Tabs value={open} onChange={(next) => go(pathOf(next ?? 'upcoming', search))}>
        <Tabs.List mb="md" aria-label={t('title')}>
          {VIEWS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`view.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {VIEWS.map((each) => (
          <Tabs.Panel key={each} value={each}>
            {each === open && <BookingList view={each} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

/** The way to another list, in which the same is looked for. */
function pathOf(view: string, search: string): string {
  const kept = new URLSearchParams(search);
  kept.delete('open');
  kept.delete('ended');
  const words = kept.toString();
  return `/bookings/${view}${words === '' ? '' : `?${words}`}`;
}

function Sound() {
  const { t } = useTranslation('bookings');
  const [on, setOn] = useState(soundIsOn);
  return (
    // The library's own switch would take this page over its budget.
    <label className={classes.sound}>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        onChange={(event) => {
          turnSound(event.currentTarget.checked);
          setOn(event.currentTarget.checked);
        }}
      />
      {t('waiting.sound')}
    </label>
  );
}
