import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '../../../shared/api/problem';
import type { Person } from '../../../shared/api/types';
import { LANGUAGE_NAMES, languageOf } from '../../../shared/i18n/languages';
import { speak } from '../../../shared/i18n/setup';
import { PhoneField } from '../../../shared/phone-number/PhoneField';
import { phoneNumberOf } from '../../../shared/phone-number/phoneNumber';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useUnsaved } from '../../../shared/ui/leaving';
import { ZoneField } from '../../../shared/zone-field/ZoneField';
import { useChangeProfile, type Changes } from '../api/useChangeProfile';
import classes from './ProfileForm.module.css';

const REMINDERS = ['PT36H', 'PT24H', 'PT1H'] as const;

/** The form of a profile. What was typed stays whatever the answer is. */
export function ProfileForm({ profile }: { profile: Person }) {
  const { t } = useTranslation(['profile', 'common']);
  const change = useChangeProfile();
  const { touch, clear } = useUnsaved();
  // Only what was typed here: the rest is as it is now. An address that is sent unchanged would take back
  // one that waits to be confirmed.
  const [typed, setTyped] = useState<Changes>({});
  const values = { ...valuesOf(profile), ...typed };
  const [zoneUnclear, setZoneUnclear] = useState(false);
  const set = (part: Changes) => {
    change.reset();
    setTyped({ ...typed, ...part });
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (zoneUnclear) return;
    const changes = { ...typed };
    if (typed.name !== undefined) changes.name = typed.name.trim();
    if (typed.email !== undefined) changes.email = typed.email.trim();
    if (typed.phone !== undefined)
      changes.phone = phoneNumberOf(typed.phone ?? '', values.timeZone, values.language);
    change.mutate({ changes, version: profile.version }, { onSuccess: saved });
  };
  const saved = (kept: Person) => {
    clear();
    // A number that was typed without its country's code must not be read anew in another zone.
    setTyped({});
    void speak(kept.language);
  };
  const wrong = (field: 'name' | 'email' | 'timeZone') =>
    isWrong(change.error, field) ? t(`common:invalidField.${field}`) : undefined;
  return (
    <form onSubmit={submit} onChange={touch} noValidate className={classes.form}>
      <TextInput
        label={t('name')}
        value={values.name}
        autoComplete="name"
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={wrong('name')}
      />
      <TextInput
        label={t('email')}
        description={t('emailHint')}
        type="email"
        value={values.email}
        autoComplete="email"
        onChange={(event) => set({ email: event.currentTarget.value })}
        error={wrong('email')}
      />
      <PhoneField
        label={t('phone')}
        autoComplete="tel"
        value={values.phone ?? ''}
        onChange={(phone) => set({ phone })}
        zone={values.timeZone}
        language={values.language}
        isWrong={isWrong(change.error, 'phone')}
      />
      <ZoneField
        label={t('zone')}
        description={t('zoneHint')}
        value={values.timeZone}
        onChange={(timeZone) => {
          touch();
          set({ timeZone });
        }}
        onUnclear={setZoneUnclear}
        error={wrong('timeZone')}
      />
      <NativeSelect
        label={t('language')}
        description={t('languageHint')}
        value={values.language}
        onChange={(event) => set({ language: languageOf(event.currentTarget.value) })}
        data={LANGUAGE_NAMES}
      />
      <fieldset className={classes.reminders}>
        <legend>{t('reminders.title')}</legend>
        {REMINDERS.map((lead) => (
          <Checkbox
            key={lead}
            label={t(`reminders.${lead}`)}
            checked={values.reminders[lead]}
            onChange={(event) =>
              set({ reminders: { ...values.reminders, [lead]: event.currentTarget.checked } })
            }
          />
        ))}
      </fieldset>
      <div>
        <ProblemAlert error={change.error} />
        <Button type="submit" loading={change.isPending}>
          {t('common:action.save')}
        </Button>
      </div>
    </form>
  );
}

function valuesOf({ name, email, phone, timeZone, language, reminders }: Person) {
  return { name, email, phone: phone ?? null, timeZone, language, reminders };
}

function isWrong(error: unknown, field: string): boolean {
  return error instanceof ApiError && error.fields.some(({ pointer }) => pointer === `/${field}`);
}
