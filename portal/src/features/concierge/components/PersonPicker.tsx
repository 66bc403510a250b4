import { Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useApi } from '../../../shared/api/ApiProvider';
import type { Person } from '../../../shared/api/types';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { Side } from '../api/types';
import { peopleQuery, usePeople } from '../api/usePeople';
import choices from '../../../shared/ui/Choices.module.css';
import classes from './PersonPicker.module.css';
import { useSettled } from './useSettled';

interface Props {
  side: Side;
  label: string;
  value: Person | null;
  onChange: (person: Person | null) => void;
  error?: string | undefined;
}

/** Finds a person by a part of their name or email: type, choose with the arrows, press Enter. */
export function PersonPicker({ side, label, value, onChange, error }: Props) {
  const { t } = useTranslation('concierge');
  const api = useApi();
  const queries = useQueryClient();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const text = typed ?? value?.name ?? '';
  const q = useSettled((typed ?? '').trim(), 150);
  const isOpen = typed !== null && q !== '';
  const people = usePeople(side, q, isOpen);
  // While it is still being looked for, the people shown are those of the words before.
  const isCurrent = q === (typed ?? '').trim() && !people.isPlaceholderData;
  const found = isOpen ? (people.data ?? []) : [];
  const choose = (person: Person | undefined) => {
    if (!person) return;
    onChange(person);
    setTyped(null);
  };
  /** Whoever types faster than the answer comes need not wait, if only one can be meant. */
  const chooseTheOnly = async (input: HTMLInputElement) => {
    const wanted = input.value.trim();
    const { pages } = await queries.infiniteQuery(peopleQuery(api, side, wanted));
    const people = pages.flatMap(({ items }) => items);
    if (people.length === 1 && input.value.trim() === wanted) choose(people[0]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (typed === null || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      setActive((active + step + found.length) % found.length);
    }
    // Enter chooses; it must not send a form that is not complete.
    if (event.key === 'Enter') {
      event.preventDefault();
      if (isCurrent) choose(found[active]);
      // What goes wrong is shown by the search that runs anyway.
      else chooseTheOnly(event.currentTarget).catch(() => undefined);
    }
    if (event.key === 'Escape') setTyped(null);
  };
  return (
    <div className={classes.picker}>
      <TextInput
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        label={label}
        description={value && typed === null ? value.email : t('picker.hint')}
        value={text}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
          onChange(null);
        }}
        onKeyDown={onKeyDown}
        error={error}
      />
      <ProblemAlert error={people.error} onRetry={() => void people.refetch()} />
      <Text role="status" size="sm" className={choices.status}>
        {isOpen && isCurrent && people.data && t('picker.found', { count: people.data.length })}
      </Text>
      <ul role="listbox" id={`${id}-list`} aria-label={label} className={classes.list}>
        {found.map((person, index) => (
          <li
            key={person.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={`${choices.option} ${classes.option}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(person)}
          >
            <span className={classes.name}>{person.name}</span> <span>{person.email}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
