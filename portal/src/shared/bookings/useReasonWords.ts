import { useTranslation } from 'react-i18next';

/**
 * The reasons that are stored as codes, so that each side reads them in their own language. None says
 * anything about health.
 */
export const REASONS = [
  'time_conflict',
  'no_longer_needed',
  'emergency',
  'technical',
  'member_asked',
  'provider_asked',
] as const;

export type Reason = (typeof REASONS)[number];

const PREFIX = 'reason.';

/** What the API gives as the reason when a proposal was declined. */
const DECLINED = 'declined';

/** A reason as it is stored. */
export function storedReason(reason: Reason): string {
  return PREFIX + reason;
}

/** Turns a stored reason into words: of a code, in the reader's language; any other text as it is. */
export function useReasonWords(): (stored: string) => string {
  const { t } = useTranslation('common');
  return (stored) => {
    if (stored === DECLINED) return t('reason.declined');
    const known = REASONS.find((reason) => storedReason(reason) === stored);
    return known ? t(`reason.${known}`) : stored;
  };
}
