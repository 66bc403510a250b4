import { useQueryClient } from '@tanstack/react-query';

import { useApi } from '../../../shared/api/ApiProvider';
import { answer, type Api } from '../../../shared/api/client';
import type { Person, Role } from '../../../shared/api/types';
import { useChange } from '../../../shared/api/useChange';
import { useKey } from '../../../shared/api/useKey';
import { hoursKey } from '../../../shared/schedule/useSchedule';
import { PEOPLE, personKey } from './keys';

/** What the concierge enters of a person. */
export type Details = Pick<Person, 'name' | 'email' | 'timeZone' | 'language' | 'reminders'> & {
  phone: string | null;
  /** That another person has the address too, and may. */
  sharedContact?: true;
};

/** A person to add, or what to change of one, as they were at a version. */
export type Wanted =
  { person: null; details: Details } | { person: Person; details: Partial<Details> };

/** Adds or changes a person. */
export function useSavePerson(role: Role) {
  const api = useApi();
  const queries = useQueryClient();
  const { keyFor, done, failed } = useKey();
  return useChange({
    says: ({ name }, { person }) => (person ? { what: 'person' } : { what: 'personAdded', name }),
    mutationFn: ({ person, details }: Wanted) =>
      answer(
        person ? change(api, role, person, details) : add(api, role, details, keyFor(details)),
      ),
    onSuccess: (person) => {
      done();
      queries.setQueryData(personKey(role, person.id), person);
      void queries.invalidateQueries({ queryKey: [...PEOPLE, role, 'search'] });
      // A schedule goes by its provider's clock.
      void queries.invalidateQueries({ queryKey: hoursKey({ providerId: person.id }) });
    },
    // Who was changed by somebody else is seen as they are now, and can be changed again.
    onError: (error, { person }) => {
      failed(error);
      if (person) void queries.invalidateQueries({ queryKey: personKey(role, person.id) });
    },
  });
}

function add(api: Api, role: Role, { phone, ...rest }: Details, key: string) {
  const body = phone === null ? rest : { ...rest, phone };
  const options = { params: { header: { 'Idempotency-Key': key } }, body };
  return api.POST(`/v1/admin/${role}s`, options);
}

function change(api: Api, role: Role, { id, version }: Person, body: Partial<Details>) {
  const params = { path: { id }, header: { 'If-Match': `"${version}"` } };
  return api.PATCH(`/v1/admin/${role}s/{id}`, { params, body });
}
