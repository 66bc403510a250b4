import './app/mantine.css';
import './app/fonts.css';
import './app/theme.css';
import './shared/i18n/catalogues';

import { createRoot } from 'react-dom/client';

import { fetchFirstPage, fetchVisit, isVisit } from './app/ahead';
import { App } from './app/App';
import { loadCatalogue } from './app/loadCatalogue';
import { takeLinks } from './features/call/link/link';
import { Session } from './shared/auth/session';
import { loadConfig } from './shared/config';
import { startTranslations } from './shared/i18n/setup';
import { watchLinks } from './shared/loadPart';
import { guardLeaving } from './shared/ui/leaving';
import { replaceSizeObserver } from './shared/sizes';
import { surviveTranslation } from './shared/translated';

async function start(root: Element): Promise<void> {
  const [config] = await Promise.all([loadConfig(), startTranslations(loadCatalogue)]);
  const session = new Session(config);
  const known = session.start();
  // The page of a link is for anybody, so it need not know who is signed in.
  if (isVisit()) known.catch(() => undefined);
  else await known;
  await fetchFirstPage(session.state);
  surviveTranslation(document.body);
  createRoot(root).render(<App session={session} config={config} />);
}

// Before anything else: the token of a member's link must not stay in the address.
takeLinks();
fetchVisit();
guardLeaving();
watchLinks();
replaceSizeObserver();

const root = document.querySelector('#root');
if (root) {
  start(root).catch(() => {
    // Nothing is loaded yet that could say it in the reader's language.
    root.textContent =
      'This page can’t be loaded at the moment. Please try again. · Hiện không tải được trang này. Vui lòng thử lại.';
  });
}
