import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { View } from '../../../shared/api/types';
import classes from './Bookings.module.css';
import { ENDS, isActive, TYPES, type Filter } from './filter';
import { useListState } from './useListState';

interface Props {
  view: View;
  filter: Filter;
  /** How many are found so far; unknown while nothing is read. */
  found: number | undefined;
}

/** Looks for bookings by the member's name, the way of meeting and, of those that are over, their end. */
export default function Filters({ view, filter, found }: Props) {
  const { t } = useTranslation(['bookings', 'common']);
  const { set, clear } = useListState();
  return (
    <div role="search" className={classes.filters}>
      <TextInput
        type="search"
        label={t('search.name')}
        value={filter.name}
        onChange={(event) => set('name', event.currentTarget.value)}
      />
      <NativeSelect
        label={t('search.type')}
        value={filter.type ?? ''}
        onChange={(event) => set('type', event.currentTarget.value)}
        data={[
          { value: '', label: t('search.any') },
          ...TYPES.map((value) => ({ value, label: t(`common:sessionType.${value}`) })),
        ]}
      />
      {view === 'past' && (
        <NativeSelect
          label={t('search.end')}
          value={filter.end ?? ''}
          onChange={(event) => set('end', event.currentTarget.value)}
          data={[
            { value: '', label: t('search.any') },
            ...ENDS.map((value) => ({ value, label: t(`common:status.${value}`) })),
          ]}
        />
      )}
      {isActive(filter) && (
        <Button variant="default" onClick={clear}>
          {t('search.clear')}
        </Button>
      )}
      <Text role="status" size="sm" c="dimmed">
        {isActive(filter) && found !== undefined && t('search.found', { count: found })}
      </Text>
    </div>
  );
}
