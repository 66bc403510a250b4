import { useEffect } from 'react';

import { speakUnlessChosen } from '../shared/i18n/setup';
import { useProfile } from '../shared/me/useProfile';

/** Speaks to whoever signs in in the language of their profile. A concierge has none. */
export function ProfileLanguage() {
  const language = useProfile().data?.language;
  useEffect(() => {
    if (language !== undefined) void speakUnlessChosen(language);
  }, [language]);
  return null;
}
