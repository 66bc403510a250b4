import { Text, TextInput, type TextInputProps } from '@mantine/core';
import IconSelector from '@tabler/icons-react/icons/IconSelector';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import choices from '../ui/Choices.module.css';
import { findCities, offsetName, type City } from './cities';
import type {} from './i18n/catalogue';
import { useCities, useCityLabel } from './useCities';
import classes from './ZoneField.module.css';

/** More would take long to show, and nobody reads them. */
const MOST = 60;

interface Props extends Pick<TextInputProps, 'description' | 'error' | 'mb'> {
  label: string;
  className?: string | undefined;
  /** A zone by whichever of its names; empty if none is chosen, which none is by itself. */
  value: string;
  /** Gets a canonical name. */
  onChange: (zone: string) => void;
  /** Hears whether what was typed and left names no city, or several: then nothing is chosen by it. */
  onUnclear?: (isUnclear: boolean) => void;
}

/** Chooses a zone by a city in it: type, choose with the arrows, press Enter. */
export function ZoneField({
  label,
  className = '',
  value,
  onChange,
  onUnclear,
  mb,
  error,
  ...field
}: Props) {
  const { t } = useTranslation('zone-field');
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const labelOf = useCityLabel();
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const cities = useCities(isOpen);
  const found = isOpen ? findCities(cities, typed ?? '') : [];
  const shown = found.slice(0, MOST);
  const isUnclear = !isOpen && Boolean(typed?.trim());
  const isNone = isOpen && found.length === 0;
  useEffect(() => {
    if (isOpen) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  useEffect(() => {
    // The brackets keep what newer browsers answer from being taken for a way to clean up.
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const leave = (kept: string | null) => {
    setTyped(kept);
    setOpen(false);
    setActive(-1);
    onUnclear?.(kept !== null);
  };
  const close = () => leave(null);
  const choose = (city: City | undefined) => {
    if (!city) return;
    close();
    onChange(city.zone);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setOpen(true);
      const count = shown.length;
      if (count > 0)
        setActive(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
    }
    // Enter chooses; it must not send a form that is not complete.
    if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      choose(shown[active]);
    }
    if (event.key === 'Escape' && isOpen) close();
  };
  return (
    <div className={`${classes.field} ${className}`}>
      <TextInput
        {...field}
        {...(mb === undefined ? {} : { mb })}
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={isOpen ? `${id}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown[active] ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        label={label}
        error={error ?? (isUnclear ? t('unclear') : undefined)}
        placeholder={t('hint')}
        rightSection={<IconSelector size={16} stroke={1.5} aria-hidden="true" />}
        rightSectionPointerEvents="none"
        value={typed ?? (value === '' ? '' : labelOf(value))}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setOpen(true);
          setActive(event.currentTarget.value.trim() === '' ? -1 : 0);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          // Leaving the field chooses the city, if what was typed fits only one.
          if (isOpen && found.length === 1 && typed?.trim()) choose(found[0]);
          else leave(typed?.trim() ? typed : null);
        }}
      />
      <div
        ref={panel}
        className={`${choices.panel} ${classes.panel}`}
        data-open={isOpen || undefined}
        // What is pressed here must not take the focus from the field, which would close the list.
        onMouseDown={(event) => event.preventDefault()}
      >
        <Text role="status" size="sm" className={`${choices.status} ${classes.status}`}>
          {isNone && t('none')}
          {isOpen && !isNone && (typed?.trim() ? t('found', { count: found.length }) : t('hint'))}
        </Text>
        {isOpen && (
          <ul
            ref={list}
            role="listbox"
            id={`${id}-list`}
            aria-label={label}
            tabIndex={-1}
            className={classes.list}
          >
            {shown.map((city, index) => (
              <li
                key={city.zone}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                className={`${choices.option} ${classes.option}`}
                onClick={() => choose(city)}
              >
                <Option city={city} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function Option({ city: { name, country, also, offset } }: { city: City }) {
  return (
    <>
      <span className={classes.name}>{name}</span>{' '}
      <span className={classes.offset}>{offsetName(offset)}</span>{' '}
      <span className={classes.more}>
        {[country === name ? '' : country, also].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}
