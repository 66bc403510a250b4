import type { i18n, TFunction } from 'i18next';
import { createContext, use } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError, type FieldProblem } from '../api/problem';
import { dateAndTime, zoneName } from '../time/format';
import { browserZone } from '../time/zones';
import { ReaderZone } from './readerZone';

/** The catalogues whose `advice` goes before the usual one, in their order. See `WithAdvice`. */
export const Advice = createContext<readonly string[]>([]);

/** A problem in the reader's words. */
export interface ProblemWords {
  title: string;
  /** What to do. */
  advice: string;
  /** What is wrong with each field. */
  fields: string[];
}

/** Turns what went wrong into words: what it is, and what to do. */
export function useProblemWords(): (error: unknown, zone?: string) => ProblemWords {
  const { t, i18n } = useTranslation();
  const catalogues = use(Advice);
  const readerZone = use(ReaderZone) ?? browserZone();
  return (error, zone = readerZone) => {
    const known = error instanceof ApiError ? error : new ApiError('unexpected', 0);
    const code = i18n.exists(`problem.${known.code}.title`) ? known.code : fallback(known);
    const at = known.opensAt ? withZone(known.opensAt, zone, i18n.language) : '';
    const words = (key: string) => t(key as 'problem.refused.title', { at });
    const advice = [
      ...(known.opensAt ? [`problem.${code}.adviceFrom`] : []),
      ...catalogues.map((catalogue) => `${catalogue}:advice.${code}`),
    ].find((key) => i18n.exists(key));
    return {
      title: words(`problem.${code}.title`),
      advice: words(advice ?? `problem.${code}.advice`),
      fields: [...new Set(known.fields.map((field) => ofField(field, t, i18n)))],
    };
  };
}

function withZone(at: string, zone: string, language: string): string {
  return `${dateAndTime(at, zone, language)}, ${zoneName(zone, language, at)}`;
}

function fallback(error: ApiError): string {
  if (error.status === 409) return 'wrong_state';
  return error.passing && error.status !== 0 ? 'unavailable' : 'refused';
}

/** A field is called what its form calls it. What no person fills in has no name, only what is wrong. */
function ofField({ pointer, code }: FieldProblem, t: TFunction, { exists }: i18n): string {
  const [name = ''] = pointer.slice(1).split('/');
  const own = `invalidField.${name}`;
  const key = code === 'invalid' && exists(own) ? own : `fieldProblem.${code}`;
  const words = t((exists(key) ? key : 'fieldProblem.invalid') as 'fieldProblem.invalid');
  return exists(`field.${name}`) ? `${t(`field.${name}` as 'field.name')}: ${words}` : words;
}
