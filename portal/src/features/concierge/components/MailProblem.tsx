import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Person, Role } from '../../../shared/api/types';
import { dateAndTime, zoneName } from '../../../shared/time/format';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import { useClearMailProblem } from '../api/useClearMailProblem';
import { useDeskZone } from '../zone';
import classes from './Console.module.css';

/** That nothing is written to an address any more, why, and the way out. */
export function MailProblem({ role, person }: { role: Role; person: Person }) {
  const { t, i18n } = useTranslation('concierge');
  const zone = useDeskZone();
  const clear = useClearMailProblem(role, person);
  const problem = person.mailProblem;
  if (!problem) return null;
  const { address, at, kind } = problem;
  const since = `${dateAndTime(at, zone, i18n.language)}, ${zoneName(zone, i18n.language, at)}`;
  return (
    <Alert role="note" color="yellow" variant="light" mb="md" title={t('people.mailProblem')}>
      <Text size="sm" mb="xs" className={classes.words}>
        {t(kind === 'complained' ? 'mail.complained' : 'mail.bounced', { address, at: since })}
      </Text>
      <ProblemAlert error={clear.error} />
      <Button size="xs" variant="default" loading={clear.isPending} onClick={() => clear.mutate()}>
        {t('mail.clear')}
      </Button>
    </Alert>
  );
}
