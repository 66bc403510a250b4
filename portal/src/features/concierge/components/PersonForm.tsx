import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '../../../shared/api/problem';
import type { Person } from '../../../shared/api/types';
import { LANGUAGE_NAMES, languageOf } from '../../../shared/i18n/languages';
import { allZones } from '../../../shared/time/zones';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useUnsaved } from '../../../shared/ui/unsaved';
import type { Side } from '../api/types';
import { useSavePerson, type Details } from '../api/useSavePerson';
import classes from './Console.module.css';
import { Reminders } from './Reminders';
import { SharedContact, holderOf } from './SharedContact';

type Field = 'name' | 'email' | 'phone' | 'timeZone';

interface Props {
  side: Side;
  /** Who is changed; nobody if a person is added. */
  person: Person | null;
  onSaved?: (person: Person) => void;
}

/** Who somebody is and how they are reached. What was typed stays whatever the answer is. */
export function PersonForm({ side, person, onSaved }: Props) {
  const { t } = useTranslation(['concierge', 'common']);
  const save = useSavePerson(side);
  const { touch, clear } = useUnsaved();
  // Only what was typed here: the rest is as it is now, whoever changes it.
  const [typed, setTyped] = useState<Partial<Details>>({});
  const values = { ...detailsOf(person), ...typed };
  const [tried, setTried] = useState(false);
  const holder = holderOf(save.error);
  const zoneMissing = tried && values.timeZone === '';
  const set = (part: Partial<Details>) => {
    save.reset();
    setTyped({ ...typed, ...part });
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (values.timeZone !== '') send({});
  };
  const send = (shared: Pick<Details, 'sharedContact'>) => {
    const wanted = person
      ? { person, details: { ...tidied(typed), ...shared } }
      : { person, details: { ...values, ...tidied(values), ...shared } };
    save.mutate(wanted, {
      onSuccess: (saved) => {
        clear();
        setTyped({});
        onSaved?.(saved);
      },
    });
  };
  const field = (name: Field) => ({
    label: t(`person.${name}`),
    value: values[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) =>
      set({ [name]: event.currentTarget.value }),
    error:
      isWrong(save.error, name) || (name === 'timeZone' && zoneMissing)
        ? t(`person.wrong.${name}`)
        : undefined,
    mb: 'md',
  });
  return (
    <form onSubmit={submit} onChange={touch} noValidate className={classes.form}>
      <TextInput {...field('name')} autoComplete="off" />
      <TextInput {...field('email')} type="email" autoComplete="off" />
      <TextInput
        {...field('phone')}
        type="tel"
        autoComplete="off"
        description={t('person.phoneHint')}
      />
      <NativeSelect
        {...field('timeZone')}
        data={[
          // Nobody lives by default where the concierge does.
          ...(values.timeZone === '' ? [{ value: '', label: t('person.chooseZone') }] : []),
          ...allZones(values.timeZone),
        ]}
      />
      <NativeSelect
        label={t('person.language')}
        description={t('person.languageHint')}
        value={values.language}
        onChange={(event) => set({ language: languageOf(event.currentTarget.value) })}
        data={LANGUAGE_NAMES}
        mb="md"
      />
      <Reminders value={values.reminders} onChange={(reminders) => set({ reminders })} />
      {holder ? (
        <SharedContact holder={holder} onShare={() => send({ sharedContact: true })} />
      ) : (
        <ProblemAlert error={save.error} />
      )}
      <Button type="submit" loading={save.isPending}>
        {t(person ? 'common:action.save' : `person.add.${side}`)}
      </Button>
      <Text role="status" mt="xs">
        {save.isSuccess ? t('person.saved') : ''}
      </Text>
    </form>
  );
}

function detailsOf(person: Person | null): Details {
  if (!person) {
    const reminders = { PT36H: true, PT24H: true, PT1H: true };
    const language = 'en';
    return { name: '', email: '', phone: null, timeZone: '', language, reminders };
  }
  const { name, email, phone, timeZone, language, reminders } = person;
  return { name, email, phone: phone ?? null, timeZone, language, reminders };
}

/** Without what people type around names and in numbers; an empty number is none. */
function tidied(details: Partial<Details>): Partial<Details> {
  const { name, email, phone } = details;
  return {
    ...details,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(email === undefined ? {} : { email: email.trim() }),
    ...(phone === undefined ? {} : { phone: numberOf(phone) }),
  };
}

function numberOf(typed: string | null): string | null {
  const number = typed?.replace(/[\s().-]/g, '');
  return number === '' ? null : (number ?? null);
}

function isWrong(error: unknown, field: Field): boolean {
  return error instanceof ApiError && error.fields.some(({ pointer }) => pointer === `/${field}`);
}
