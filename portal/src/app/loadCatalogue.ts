import type { LoadCatalogue } from '../shared/i18n/setup';

const catalogues = import.meta.glob<{ default: object }>([
  '../shared/i18n/*.json',
  '../shared/*/i18n/*.json',
  '../features/*/i18n/*.json',
]);

/** Loads the words of a feature, or those that features share, in one language. */
export const loadCatalogue: LoadCatalogue = async (language, namespace) => {
  const folders =
    namespace === 'common' ? ['shared'] : [`features/${namespace}`, `shared/${namespace}`];
  const paths = folders.map((folder) => `../${folder}/i18n/${language}.json`);
  const load = paths.map((path) => catalogues[path]).find(Boolean);
  if (!load) throw new Error(`There is no catalogue of ${namespace} in ${language}.`);
  return (await load()).default;
};
