/** The main pages: whose they are, and what is to be there before a picture is taken. */
import type { Locator, Page } from '@playwright/test';

import { freeDays } from '../support/booker';
import { enter } from '../support/call';
import { CONCIERGE } from '../support/pages';
import { MAI, PRIYA } from './demo';

export interface Place {
  name: string;
  /** Who is signed in; nobody if it is left out. */
  as?: { id: string };
  path: string;
  /** Brings the page to where it is to be shown. */
  prepare?: (page: Page) => Promise<unknown>;
  /** What is there once the page is whole. */
  whole: (page: Page) => Locator;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const article = (page: Page) => page.getByRole('article').first();
const item = (page: Page) => page.getByRole('main').getByRole('listitem').first();
const days = (page: Page) => freeDays(page).first();

const find = (page: Page) => page.getByRole('combobox').and(page.locator('[aria-keyshortcuts]'));

/** All of them; `link` and `id` are those of Mai's next session. */
export const places = (link: string, id: string): Place[] => [
  { name: 'sign-in', path: '/', whole: heading },
  { name: 'tech-check', path: '/tech-check', whole: (page) => page.locator('video') },
  { name: 'visit', path: link, whole: heading },
  { name: 'waiting-room', path: link, prepare: enter, whole: (page) => page.locator('video') },
  { name: 'visit-broken', path: link.slice(0, 60), whole: heading },
  { name: 'member-bookings', as: MAI, path: '/bookings', whole: article },
  { name: 'member-book', as: MAI, path: '/book', whole: days },
  { name: 'today', as: PRIYA, path: '/', whole: article },
  { name: 'bookings', as: PRIYA, path: '/bookings', whole: article },
  { name: 'calendar', as: PRIYA, path: '/calendar', whole: heading },
  { name: 'propose', as: PRIYA, path: '/create-booking', whole: heading },
  { name: 'schedule', as: PRIYA, path: '/schedule', whole: heading },
  { name: 'desk', as: CONCIERGE, path: '/concierge', whole: item },
  {
    name: 'desk-find',
    as: CONCIERGE,
    path: '/concierge',
    prepare: async (page) => {
      await find(page).fill('');
      await find(page).fill('mai nguyen');
    },
    whole: (page) => page.getByRole('listbox').getByRole('option').nth(1),
  },
  { name: 'needs-attention', as: CONCIERGE, path: '/concierge/queue', whole: heading },
  { name: 'people', as: CONCIERGE, path: '/concierge/people/members', whole: item },
  {
    name: 'person',
    as: CONCIERGE,
    path: `/concierge/people/members/${MAI.id}`,
    whole: (page) => page.getByRole('region').first().getByRole('list').first(),
  },
  { name: 'booking', as: CONCIERGE, path: `/concierge/bookings/${id}`, whole: item },
  { name: 'book', as: CONCIERGE, path: `/concierge/book?provider=${PRIYA.id}`, whole: days },
  {
    name: 'week',
    as: CONCIERGE,
    path: `/concierge/people/providers/${PRIYA.id}/week`,
    whole: (page) => page.getByRole('region').first(),
  },
  {
    name: 'add-person',
    as: CONCIERGE,
    path: '/concierge/people/members/new',
    prepare: (page) => page.getByRole('combobox', { name: /^(Time zone|Múi giờ)$/ }).fill('+7'),
    whole: (page) => page.getByRole('listbox').getByRole('option').nth(1),
  },
  {
    name: 'weeks',
    as: CONCIERGE,
    path: '/concierge/week',
    whole: (page) => page.getByRole('row').getByRole('listitem').first(),
  },
];
