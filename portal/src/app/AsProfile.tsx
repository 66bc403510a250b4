import { useEffect, type ReactNode } from 'react';

import { speakUnlessChosen } from '../shared/i18n/setup';
import { useProfile } from '../shared/me/useProfile';
import { ReaderZone } from '../shared/ui/readerZone';

/** Speaks to whoever signs in in the language of their profile, of times in its zone. A concierge may have none. */
export function AsProfile({ children }: { children: ReactNode }) {
  const { language, timeZone } = useProfile().data ?? {};
  useEffect(() => {
    if (language !== undefined) void speakUnlessChosen(language);
  }, [language]);
  return <ReaderZone value={timeZone ?? null}>{children}</ReaderZone>;
}
