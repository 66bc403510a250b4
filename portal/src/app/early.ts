/**
 * Asks for the files of the first page while the portal's own code still comes: on a slow line that saves two or
 * three ways there and back. `tools/early.ts` builds it as a script of its own and writes the lists into the page.
 * What it can't know is asked for later, as ever.
 */
import type { User } from 'oidc-client-ts';

import { VISIT } from '../features/call/link/link';
import { meOf } from '../shared/auth/me';
import { preferredLanguage } from '../shared/preferences';
import { tabStorage } from '../shared/storage';

interface Lists {
  /** The files' addresses. */
  files: string[];
  /** Which of them a page needs, by its name and the reader's language. */
  pages: Record<string, Record<string, number[]>>;
}

/** Where the lists are. */
const LISTS = 'first-pages';

/** What the library that signs people in puts before the name under which it keeps who they are. */
const USER = 'oidc.user:';

const text = document.getElementById(LISTS)?.textContent;
if (text) {
  const { files, pages } = JSON.parse(text) as Lists;
  const page = names().find((name) => name in pages);
  const needed = pages[page ?? '']?.[preferredLanguage()] ?? [];
  for (const index of needed) ask(files[index] ?? '');
}

/** What the page is called, the most exact name first. */
function names(): string[] {
  const { pathname } = location;
  if (pathname === VISIT) return [VISIT];
  if (pathname.startsWith('/call/')) return ['call'];
  const role = roleHere();
  return role ? [role + pathname, role] : ['out'];
}

/** The role of whoever is signed in in this tab. */
function roleHere(): string | undefined {
  const keys = Array.from(tabStorage, (_, index) => tabStorage.key(index) ?? '');
  const user = tabStorage.getItem(keys.find((key) => key.startsWith(USER)) ?? '');
  try {
    return user === null ? undefined : meOf(JSON.parse(user) as User)?.role;
  } catch {
    return undefined;
  }
}

function ask(address: string) {
  const link = document.createElement('link');
  link.crossOrigin = '';
  link.href = address;
  if (address.endsWith('.css')) {
    link.rel = 'preload';
    link.as = 'style';
  } else link.rel = 'modulepreload';
  document.head.append(link);
}
