import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Person, Role } from '../../../shared/api/types';
import { Loading } from '../../../shared/ui/Loading';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { usePerson } from '../api/usePerson';

interface Props {
  role: Role;
  id: string;
  children: (person: Person) => ReactNode;
}

/** A page about a person, once it is known who they are. */
export function WithPerson({ role, id, children }: Props) {
  const { t } = useTranslation('common');
  const person = usePerson(role, id);
  if (person.data) return children(person.data);
  if (person.isPending) return <Loading />;
  return (
    <>
      <PageTitle>{t(`role.${role}`)}</PageTitle>
      <ProblemAlert error={person.error} onRetry={() => void person.refetch()} />
    </>
  );
}
