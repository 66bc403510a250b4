import { join } from 'node:path';

import { rolldown, type OutputBundle, type OutputChunk } from 'rolldown';
import type { Plugin } from 'vite';

import { LANGUAGES } from '../src/shared/i18n/languages.ts';

/** The modules of the pages that are opened first, and of their words, by the names that src/app/early.ts gives them. */
const PAGES: Record<string, { modules: string[]; words: string[] }> = {
  '/visit': { modules: ['features/call/VisitPage.tsx'], words: ['features/call'] },
  call: { modules: ['features/call/CallPage.tsx'], words: ['features/call'] },
  'provider/': {
    modules: ['app/ProviderPages.tsx', 'features/bookings/today/TodayPage.tsx'],
    words: ['features/bookings'],
  },
  'provider/bookings': {
    modules: ['app/ProviderPages.tsx', 'features/bookings/BookingsPage.tsx'],
    words: ['features/bookings'],
  },
  provider: { modules: ['app/ProviderPages.tsx'], words: [] },
  member: { modules: ['features/member/MemberPages.tsx'], words: ['features/member'] },
  concierge: { modules: ['features/concierge/ConciergePages.tsx'], words: ['features/concierge'] },
  out: { modules: [], words: [] },
};

/** How the portal's own code begins in the page. */
const CODE = '<script type="module"';

/**
 * Has the page ask for the files of what is opened first while the portal's own code still comes: builds
 * src/app/early.ts, which depends on nothing, and writes the lists of files into the page.
 */
export function early(): Plugin {
  const source = join(import.meta.dirname, '..', 'src');
  return {
    name: 'early',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') this.error('There is no page.');
      const lists = listsOf(bundle, source, String(page.source), (path) =>
        this.error(`The build has no ${path}.`),
      );
      const script = await rolldown({ input: join(source, 'app/early.ts') });
      const { output } = await script.generate({ format: 'iife', minify: true });
      const name = this.emitFile({ type: 'asset', name: 'early.js', source: output[0].code });
      // A block of data is no script, so the content security policy lets it in.
      const block =
        `<script type="application/json" id="first-pages">${JSON.stringify(lists)}</script>\n` +
        `    <script async src="/${this.getFileName(name)}"></script>\n    ${CODE}`;
      page.source = String(page.source).replace(CODE, block);
    },
  };
}

/** The files that each page needs beside those which `html` names already. */
function listsOf(
  bundle: OutputBundle,
  source: string,
  html: string,
  fail: (path: string) => never,
) {
  const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
  const chunkOf = (path: string) =>
    chunks.find(({ moduleIds }) => moduleIds.includes(join(source, path))) ?? fail(path);
  const files: string[] = [];
  const indexOf = (file: string) => {
    if (!files.includes(file)) files.push(file);
    return files.indexOf(file);
  };
  const filesOf = (paths: string[]) => {
    const all = paths.flatMap((path) => [...closure(bundle, chunkOf(path))]);
    return [...new Set(all)].filter((file) => !html.includes(file)).map((file) => `/${file}`);
  };
  const pages: Record<string, Record<string, number[]>> = {};
  for (const [name, { modules, words }] of Object.entries(PAGES)) {
    const page = (pages[name] = {} as Record<string, number[]>);
    for (const language of LANGUAGES) {
      const catalogues = ['shared', ...words].map((folder) => `${folder}/i18n/${language}.json`);
      page[language] = filesOf([...catalogues, ...modules]).map(indexOf);
    }
  }
  return { files, pages };
}

/** A chunk with its styles and all that it imports. */
function closure(bundle: OutputBundle, chunk: OutputChunk, seen = new Set<string>()): Set<string> {
  seen.add(chunk.fileName);
  const { viteMetadata } = chunk as OutputChunk & { viteMetadata?: { importedCss: Set<string> } };
  for (const styles of viteMetadata?.importedCss ?? []) seen.add(styles);
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (imported?.type === 'chunk' && !seen.has(name)) closure(bundle, imported, seen);
  }
  return seen;
}
