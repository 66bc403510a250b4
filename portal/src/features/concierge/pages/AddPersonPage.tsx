import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { PageTitle } from '../../../shared/ui/PageTitle';
import type { Side } from '../api/types';
import { PersonForm } from '../components/PersonForm';
import { personPath, schedulePath } from '../paths';

/** Adds a person. A provider needs a schedule next, without which they can't be booked. */
export default function AddPersonPage({ side }: { side: Side }) {
  const { t } = useTranslation('concierge');
  const [, go] = useLocation();
  return (
    <>
      <PageTitle>{t(`person.add.${side}`)}</PageTitle>
      <Text mb="md">{t(`person.addText.${side}`)}</Text>
      <PersonForm
        side={side}
        person={null}
        onSaved={({ id }) => go(side === 'provider' ? schedulePath(id) : personPath(side, id))}
      />
    </>
  );
}
