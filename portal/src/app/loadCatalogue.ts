import type { LoadCatalogue } from '../shared/i18n/setup';

const catalogues = import.meta.glob<{ default: object }>([
  '../shared/i18n/*.json',
  '../features/*/i18n/*.json',
]);

/** Loads the words of a feature, or those that are shared, in one language. */
export const loadCatalogue: LoadCatalogue = async (language, namespace) => {
  const folder = namespace === 'common' ? '../shared' : `../features/${namespace}`;
  const load = catalogues[`${folder}/i18n/${language}.json`];
  if (!load) throw new Error(`There is no catalogue of ${namespace} in ${language}.`);
  return (await load()).default;
};
