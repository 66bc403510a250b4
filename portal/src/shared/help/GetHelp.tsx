import { Anchor, Text } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { serverNow } from '../time/now';
import { useHelpContact, type HelpContact } from './contact';
import type {} from './i18n/catalogue';

interface Props {
  /** What this is about; those who help find by it what happened. */
  bookingId?: string;
}

/**
 * Whom to tell that something did not work: by telephone, or by an email that has the facts already. Nothing where
 * the service names nobody.
 */
export function GetHelp(props: Props) {
  const contact = useHelpContact();
  if (!contact.phone && !contact.email) return null;
  return (
    <Suspense fallback={null}>
      <Named {...props} {...contact} />
    </Suspense>
  );
}

function Named({ bookingId = '–', phone, email }: Props & HelpContact) {
  const { t } = useTranslation('help');
  const facts = { booking: bookingId, browser: navigator.userAgent };
  const body = t('body', { ...facts, at: new Date(serverNow()).toISOString() });
  // By RFC 6068 a space is %20, and a line ends with both characters.
  const lines = encodeURIComponent(body.replaceAll('\n', '\r\n'));
  const letter = `subject=${encodeURIComponent(t('subject'))}&body=${lines}`;
  return (
    <Text size="sm" mt="lg">
      {t('question')} {phone && <Anchor href={`tel:${phone}`}>{t('call', { phone })}</Anchor>}
      {phone && email && ' · '}
      {email && <Anchor href={`mailto:${email}?${letter}`}>{t('write')}</Anchor>}
    </Text>
  );
}
