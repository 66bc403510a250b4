import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { PageTitle } from '../../../shared/ui/PageTitle';
import type { Role } from '../api/types';
import { PersonForm } from '../components/PersonForm';
import { personPath, schedulePath } from '../paths';

/** Adds a person. A provider needs a schedule next, without which they can't be booked. */
export default function AddPersonPage({ role }: { role: Role }) {
  const { t } = useTranslation('concierge');
  const [, go] = useLocation();
  return (
    <>
      <PageTitle>{t(`person.add.${role}`)}</PageTitle>
      <Text mb="md">{t(`person.addText.${role}`)}</Text>
      <PersonForm
        role={role}
        person={null}
        onSaved={({ id }) => go(role === 'provider' ? schedulePath(id) : personPath(role, id))}
      />
    </>
  );
}
