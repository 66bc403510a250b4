import { Button, NativeSelect, Text, Title } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { minutes, zoneName } from '../time/format';
import { useNow } from '../time/now';
import { ProblemAlert } from '../ui/ProblemAlert';
import { useUnsaved } from '../ui/leaving';
import { buffers, DAYS, draftOf, isComplete, scheduleOf, type Draft } from './draft';
import type {} from './i18n/catalogue';
import { Overrides } from './Overrides';
import classes from './Schedule.module.css';
import { useReplaceSchedule, type Kept, type Owner } from './useSchedule';
import { Windows } from './Windows';

interface Props {
  owner: Owner;
  kept: Kept;
  /** The zone of the profile, for a first schedule. */
  zone: string;
}

/** The week, the dates that differ, and the pause after each session. */
export function ScheduleForm({ owner, kept, zone }: Props) {
  const { t, i18n } = useTranslation(['schedule', 'common']);
  const replace = useReplaceSchedule(owner);
  const { touch, clear } = useUnsaved();
  const now = useNow(60_000);
  const [draft, setDraft] = useState(() => draftOf(kept.schedule, zone));
  const [tried, setTried] = useState(false);
  const set = (part: Partial<Draft>) => {
    replace.reset();
    touch();
    setDraft({ ...draft, ...part });
  };
  const incomplete = tried && !isComplete(draft);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isComplete(draft)) return;
    replace.mutate({ schedule: scheduleOf(draft), etag: kept.etag }, { onSuccess: clear });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Title order={2} className={classes.heading}>
        {t('week')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('weekHint')}
      </Text>
      {DAYS.map((day) => (
        <Windows
          key={day}
          title={t(`day.${day}`)}
          windows={draft.week[day]}
          tried={tried}
          onChange={(windows) => set({ week: { ...draft.week, [day]: windows } })}
        />
      ))}
      <Overrides
        overrides={draft.overrides}
        tried={tried}
        onChange={(overrides) => set({ overrides })}
      />
      <Title order={2} className={classes.heading}>
        {t('more')}
      </Title>
      <div className={classes.fields}>
        <NativeSelect
          label={t('buffer')}
          value={String(draft.bufferMinutes)}
          onChange={(event) => set({ bufferMinutes: Number(event.currentTarget.value) })}
          data={buffers(draft.bufferMinutes).map((each) => ({
            value: String(each),
            label: minutes(each, i18n.language),
          }))}
        />
        {/* A schedule is kept by the clock of its provider's profile: the API takes no other zone. */}
        <Text size="sm">{t('zone', { zone: zoneName(draft.timeZone, i18n.language, now) })}</Text>
      </div>
      <ProblemAlert error={replace.error} />
      <Text role="status" c="var(--mantine-color-error)" mb="xs">
        {incomplete && t('incomplete')}
      </Text>
      <Button type="submit" loading={replace.isPending}>
        {t('common:action.save')}
      </Button>
    </form>
  );
}
