/**
 * The main pages in their states: nothing there, one thing, many with long names, an error, no line, still
 * loading. A test looks at all of them, and `npm run pictures` takes their pictures.
 */
import { expect, type Locator, type Page, type Route } from '@playwright/test';

import { linkOf } from './call';
import { CONCIERGE, signIn } from './pages';
import { book, makeMember, makeProvider, met, propose, type TestPerson } from './people';
import type { Stack } from './stack';

export interface Place {
  name: string;
  /** Who is signed in; nobody if it is left out. */
  as?: { id: string };
  path: string;
  /** What is there once the state shows. */
  whole: (page: Page) => Locator;
}

export interface State {
  name: string;
  places: Place[];
  /** What becomes of the requests of the pages, if they are not simply answered. */
  answer?: (route: Route) => Promise<unknown>;
}

/** As long as a name may be in one word, and as a name may be in many. */
const LONG = {
  member: 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft',
  provider: 'PGS.TS.BS. Nguyễn Phương Hoàng Thị Bảo Uyên Trâm Anh von Hohenstein-Württemberg',
};

/** The concierge's week by provider. */
const WEEKS = '/concierge/week';

const says = (words: RegExp) => (page: Page) => page.getByRole('main').getByText(words).first();
const alert = (page: Page) => page.getByRole('main').getByRole('alert').first();
const loading = (page: Page) =>
  page.getByRole('main').getByRole('status', { name: /^(Loading|Đang tải)$/ });
const session = (page: Page) =>
  page
    .getByRole('main')
    .getByText(/Nguyễn Thị Mai|Dr Grace Tan|Wolfeschlegel|Hohenstein/)
    .first();

interface Scene {
  provider: { id: string };
  member: TestPerson;
  /** The member's link of their next session. */
  link: string;
}

/** Nobody has anything yet. Comes first: the desk shows the sessions of all. */
export async function nothing(stack: Stack): Promise<State> {
  const provider = { id: 'prv_new', name: 'Lê Thu Hà', timeZone: 'Asia/Singapore' };
  await stack.concierge('POST', '/v1/admin/providers', { ...provider, email: 'ha@example.com' });
  const member = await makeMember(stack);
  const desk = { as: CONCIERGE };
  return {
    name: 'empty',
    places: [
      { name: 'today', as: provider, path: '/', whole: says(/no working hours|chưa có giờ làm/) },
      {
        name: 'bookings',
        as: provider,
        path: '/bookings',
        whole: says(/no upcoming|nào sắp tới/),
      },
      {
        name: 'member-bookings',
        as: member,
        path: '/bookings',
        whole: says(/no upcoming|nào sắp tới/),
      },
      { name: 'desk', ...desk, path: '/concierge', whole: says(/No session is|không có buổi/) },
      {
        name: 'needs-attention',
        ...desk,
        path: '/concierge/queue',
        whole: says(/messages are fine|đều ổn/),
      },
      {
        name: 'people',
        ...desk,
        path: '/concierge/people/concierges',
        whole: says(/There are no|Chưa có/),
      },
      {
        name: 'person',
        ...desk,
        path: `/concierge/people/members/${member.id}`,
        whole: says(/There is no such|Không có lịch hẹn/),
      },
      {
        name: 'week',
        ...desk,
        path: `/concierge/people/providers/${provider.id}/week`,
        whole: says(/no schedule|chưa có lịch làm/),
      },
      { name: 'weeks', ...desk, path: WEEKS, whole: says(/No schedule|Chưa có lịch làm/) },
    ],
  };
}

/** One session, which is next. */
export async function one(stack: Stack): Promise<State> {
  const [provider, member] = [await makeProvider(stack), await makeMember(stack)];
  await book(stack, { provider, member, inMinutes: 120 });
  const scene = { provider, member, link: await linkOf(stack, member) };
  return { name: 'one', places: pagesOf(scene, session) };
}

/** A busy week of two people whose names are as long as can be. */
export async function many(stack: Stack): Promise<State & Scene> {
  const provider = await makeProvider(stack, { name: LONG.provider });
  const member = await makeMember(stack, { name: LONG.member });
  const pair = { provider, member };
  await met(stack, pair);
  for (const hours of [2, 4, 7, 9, 26, 28, 31])
    await book(stack, { ...pair, inMinutes: hours * 60, sessionType: 'phone' });
  const booking = await book(stack, { ...pair, inMinutes: 50 });
  const link = await linkOf(stack, member);
  for (const days of [3, 4]) await propose(stack, { ...pair, inMinutes: days * 1440 });
  const desk = { as: CONCIERGE, whole: session };
  return {
    name: 'many',
    ...pair,
    link,
    places: [
      ...pagesOf({ ...pair, link }, session),
      { name: 'proposals', as: provider, path: '/bookings/pending', whole: session },
      { name: 'calendar', as: provider, path: '/calendar', whole: session },
      { name: 'people', ...desk, path: '/concierge/people/members' },
      { name: 'booking', ...desk, path: `/concierge/bookings/${booking.id}` },
      { name: 'week', ...desk, path: `/concierge/people/providers/${provider.id}/week` },
      { name: 'weeks', ...desk, path: WEEKS },
    ],
  };
}

/** The service has a problem. */
export const failing = (scene: Scene): State => ({
  name: 'error',
  places: readsOf(scene, alert),
  answer: (route) => route.fulfill({ status: 503, json: {} }),
});

/** Nothing gets through. */
export const offline = (scene: Scene): State => ({
  name: 'offline',
  places: readsOf(scene, alert),
  answer: (route) => route.abort('internetdisconnected'),
});

/** Answers are still on their way. */
export const waiting = (scene: Scene): State => ({
  name: 'loading',
  places: readsOf(scene, loading),
  answer: () => Promise.resolve(),
});

/** The pages on which a session stands. */
function pagesOf({ provider, member, link }: Scene, whole: Place['whole']): Place[] {
  return [
    { name: 'today', as: provider, path: '/', whole },
    { name: 'bookings', as: provider, path: '/bookings', whole },
    { name: 'member-bookings', as: member, path: '/bookings', whole },
    { name: 'desk', as: CONCIERGE, path: '/concierge', whole },
    { name: 'person', as: CONCIERGE, path: `/concierge/people/members/${member.id}`, whole },
    { name: 'visit', path: link, whole },
  ];
}

/** The pages that have nothing to show without an answer. */
function readsOf(scene: Scene, one: Place['whole']): Place[] {
  const whole = (page: Page) => one(page).first();
  const desk = { as: CONCIERGE, whole };
  return [
    ...pagesOf(scene, whole),
    { name: 'needs-attention', ...desk, path: '/concierge/queue' },
    { name: 'people', ...desk, path: '/concierge/people/members' },
    { name: 'weeks', ...desk, path: WEEKS },
  ];
}

/** Opens a place in a language, with the fate of its requests; those for who one is are answered. */
export async function open(page: Page, place: Place, language: string, answer: State['answer']) {
  const { as, path, whole } = place;
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.goto('/icon.svg');
  await page.evaluate((words) => {
    sessionStorage.clear();
    sessionStorage.setItem('anteroom.language', words);
  }, language);
  if (answer) await page.route(/\/v1\/(?!me$|policy)/, answer);
  if (as) await signIn(page, as, path);
  else await page.goto(path);
  await expect(whole(page)).toBeVisible();
}
