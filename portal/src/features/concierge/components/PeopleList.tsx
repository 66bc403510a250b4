import { Button } from '@mantine/core';
import IconUsers from '@tabler/icons-react/icons/IconUsers';
import { useTranslation } from 'react-i18next';

import { Empty } from '../../../shared/ui/Empty';
import { Loading } from '../../../shared/ui/Loading';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { Role } from '../api/types';
import { usePeople } from '../api/usePeople';
import classes from './Console.module.css';
import { PersonRow } from './PersonRow';

interface Props {
  role: Role;
  /** Part of a name or an email; empty for all. */
  q: string;
}

/** People of one role, page by page. */
export function PeopleList({ role, q }: Props) {
  const { t } = useTranslation(['concierge', 'common']);
  const people = usePeople(role, q);
  return (
    <>
      <ProblemAlert error={people.error} onRetry={() => void people.refetch()} />
      {people.isPending && <Loading />}
      {people.data?.length === 0 && !people.hasNextPage && (
        <div role="status">
          {q === '' ? (
            <Empty
              icon={IconUsers}
              title={t(`people.empty.${role}`)}
              text={t(`people.emptyText.${role}`)}
            />
          ) : (
            <Empty icon={IconUsers} title={t(`people.none.${role}`)} text={t('people.noneText')} />
          )}
        </div>
      )}
      <ul className={classes.list}>
        {people.data?.map((person) => (
          <PersonRow key={person.id} role={role} person={person} />
        ))}
      </ul>
      {people.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={people.isFetchingNextPage}
          onClick={() => void people.fetchNextPage()}
        >
          {t('common:action.more')}
        </Button>
      )}
    </>
  );
}
