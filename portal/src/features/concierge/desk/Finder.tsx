import { Text, TextInput } from '@mantine/core';
import { useCallback, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { keepSlash, slashIsOn } from '../../../shared/preferences';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useSettled } from '../components/useSettled';
import choices from '../../../shared/ui/Choices.module.css';
import classes from './Finder.module.css';
import { Hits } from './Hits';
import { useShortcut } from './shortcut';
import { useSearch, useTheOnly, type Hit } from './useSearch';

/** One search over people, their sessions and ids, reached from every page of the console by a key. */
export function Finder() {
  const { t } = useTranslation('concierge');
  const id = useId();
  const [, go] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const q = useSettled(typed.trim(), 150);
  const search = useSearch(q);
  const theOnly = useTheOnly();
  const [hasSlash, setSlash] = useState(slashIsOn);
  useShortcut(
    hasSlash,
    useCallback(() => {
      input.current?.focus();
      input.current?.select();
    }, []),
  );
  // What is shown while another word is looked for belongs to the words before.
  const isCurrent = q === typed.trim() && search.isCurrent;
  const isShown = isOpen && q !== '';
  const hits = isShown ? search.hits : [];
  const open = (hit: Hit | undefined, books: boolean) => {
    if (!hit) return;
    setTyped('');
    setOpen(false);
    go((books && hit.kind === 'person' ? hit.bookPath : null) ?? hit.path);
  };
  const openSoon = async (books: boolean) => {
    const wanted = typed.trim();
    const hit = await theOnly(wanted);
    if (hit && input.current?.value.trim() === wanted) open(hit, books);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length > 0) {
      event.preventDefault();
      setActive((active + step + hits.length) % hits.length);
    }
    if (event.key === 'Enter' && typed.trim() !== '') {
      event.preventDefault();
      if (isCurrent) open(hits[active], event.shiftKey);
      // What goes wrong is shown by the search that runs anyway.
      else openSoon(event.shiftKey).catch(() => undefined);
    }
    if (event.key === 'Escape') {
      setTyped('');
      setOpen(false);
    }
  };
  return (
    <search
      className={classes.finder}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <TextInput
        ref={input}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={hits.length > 0 ? `${id}-${active}` : undefined}
        aria-keyshortcuts={hasSlash ? '/ Control+K' : 'Control+K'}
        autoComplete="off"
        spellCheck={false}
        label={t('find.label')}
        description={
          <>
            {t('find.hint')}{' '}
            <span className={classes.shortcut}>
              {t(hasSlash ? 'find.shortcut' : 'find.shortcutOnly')}
            </span>
          </>
        }
        value={typed}
        onFocus={() => setOpen(true)}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setOpen(true);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <button
        type="button"
        className={classes.slash}
        onClick={() => {
          keepSlash(!hasSlash);
          setSlash(!hasSlash);
        }}
      >
        {t(hasSlash ? 'find.slashOff' : 'find.slashOn')}
      </button>
      <div className={`${choices.panel} ${classes.panel}`} data-open={isShown || undefined}>
        <Text role="status" size="sm" className={choices.status}>
          {isShown && isCurrent && !search.error && t('find.found', { count: hits.length })}
        </Text>
        {isShown && <ProblemAlert error={search.error} onRetry={search.retry} />}
        <Hits id={id} hits={hits} active={active} onChoose={(hit) => open(hit, false)} />
        {hits.length > 0 && (
          <Text size="xs" className={classes.keys}>
            {t('find.keys')}
          </Text>
        )}
      </div>
    </search>
  );
}
