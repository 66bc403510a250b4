import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '../../../shared/api/problem';
import type { Person, Role } from '../../../shared/api/types';
import { LANGUAGE_NAMES, languageOf } from '../../../shared/i18n/languages';
import { PhoneField } from '../../../shared/phone-number/PhoneField';
import { phoneNumberOf } from '../../../shared/phone-number/phoneNumber';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useUnsaved } from '../../../shared/ui/leaving';
import { ZoneField } from '../../../shared/zone-field/ZoneField';
import { useSavePerson, type Details } from '../api/useSavePerson';
import classes from './Console.module.css';
import { Reminders } from './Reminders';
import { SharedContact, holderOf } from './SharedContact';

type Field = 'name' | 'email' | 'timeZone';

interface Props {
  role: Role;
  /** Who is changed; nobody if a person is added. */
  person: Person | null;
  onSaved?: (person: Person) => void;
}

/** Who somebody is and how they are reached. What was typed stays whatever the answer is. */
export function PersonForm({ role, person, onSaved }: Props) {
  const { t } = useTranslation(['concierge', 'common']);
  const save = useSavePerson(role);
  const { touch, clear } = useUnsaved();
  // Only what was typed here: the rest is as it is now, whoever changes it.
  const [typed, setTyped] = useState<Partial<Details>>({});
  const values = { ...detailsOf(person), ...typed };
  const [tried, setTried] = useState(false);
  const [zoneUnclear, setZoneUnclear] = useState(false);
  const holder = holderOf(save.error);
  const zoneMissing = tried && values.timeZone === '';
  const set = (part: Partial<Details>) => {
    save.reset();
    setTyped({ ...typed, ...part });
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (values.timeZone !== '' && !zoneUnclear) send({});
  };
  const send = (shared: Pick<Details, 'sharedContact'>) => {
    const wanted = person
      ? { person, details: { ...tidied(typed, values), ...shared } }
      : { person, details: { ...values, ...tidied(values, values), ...shared } };
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
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      set({ [name]: event.currentTarget.value }),
    error:
      isWrong(save.error, name) || (name === 'timeZone' && zoneMissing)
        ? t(`common:invalidField.${name}`)
        : undefined,
    mb: 'md',
  });
  return (
    <form onSubmit={submit} onChange={touch} noValidate className={classes.form}>
      <TextInput {...field('name')} autoComplete="off" />
      <TextInput {...field('email')} type="email" autoComplete="off" />
      <PhoneField
        label={t('person.phone')}
        autoComplete="off"
        value={values.phone ?? ''}
        onChange={(phone) => set({ phone })}
        zone={values.timeZone}
        language={values.language}
        isWrong={isWrong(save.error, 'phone')}
        mb="md"
      />
      {/* Nobody lives by default where the concierge does. */}
      <ZoneField
        {...field('timeZone')}
        onChange={(timeZone) => {
          touch();
          set({ timeZone });
        }}
        onUnclear={setZoneUnclear}
      />
      <NativeSelect
        label={t('person.language')}
        description={t('person.languageHint')}
        value={values.language}
        onChange={(event) => set({ language: languageOf(event.currentTarget.value) })}
        data={LANGUAGE_NAMES}
        mb="md"
      />
      {role !== 'concierge' && (
        <Reminders value={values.reminders} onChange={(reminders) => set({ reminders })} />
      )}
      {holder ? (
        <SharedContact holder={holder} onShare={() => send({ sharedContact: true })} />
      ) : (
        <ProblemAlert error={save.error} />
      )}
      <Button type="submit" loading={save.isPending}>
        {t(person ? 'common:action.save' : `person.add.${role}`)}
      </Button>
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

/** Without what people type around names and in numbers, which are read where the person is. */
function tidied(
  details: Partial<Details>,
  { timeZone, language }: Pick<Details, 'timeZone' | 'language'>,
): Partial<Details> {
  const { name, email, phone } = details;
  return {
    ...details,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(email === undefined ? {} : { email: email.trim() }),
    ...(phone === undefined ? {} : { phone: phoneNumberOf(phone ?? '', timeZone, language) }),
  };
}

function isWrong(error: unknown, field: Field | 'phone'): boolean {
  return error instanceof ApiError && error.fields.some(({ pointer }) => pointer === `/${field}`);
}
