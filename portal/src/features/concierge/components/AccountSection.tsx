import { Badge, Button, Group, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Person, Role } from '../../../shared/api/types';
import { useMe } from '../../../shared/auth/SessionProvider';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { AccountStatus } from '../api/types';
import { useActivate, useDeactivate } from '../api/useAccess';
import { useInvite } from '../api/useInvite';
import classes from './Console.module.css';
import { DeactivateDialog } from './DeactivateDialog';
import { InviteAnewDialog } from './InviteAnewDialog';
import { StillBooked } from './StillBooked';

const COLOURS: Record<AccountStatus, string> = {
  none: 'gray',
  pending: 'blue',
  invited: 'blue',
  active: 'teal',
  disabled: 'red',
};

/** Whether a person can sign in, and what can be done about it (A5, A8). */
export function AccountSection({ role, person }: { role: Role; person: Person }) {
  const { t } = useTranslation('concierge');
  const heading = useId();
  const [asks, setAsks] = useState<'deactivate' | 'inviteAnew'>();
  const invite = useInvite(role, person);
  const deactivate = useDeactivate(role, person);
  const activate = useActivate(role, person);
  const { account = 'none', accountProblem, name } = person;
  const isDisabled = account === 'disabled';
  // Nobody ends their own access.
  const isOneself = useMe().id === person.id;
  return (
    <section aria-labelledby={heading} className={classes.section}>
      <h2 id={heading}>{t('account.title')}</h2>
      <Group gap="sm" mb="xs">
        <Badge color={COLOURS[account]} variant="light">
          {t(`account.status.${account}`)}
        </Badge>
        <Text size="sm">{t(`account.text.${role}.${account}`)}</Text>
      </Group>
      {accountProblem && (
        <Text size="sm" mb="xs" className={classes.words}>
          {t(`account.problem.${accountProblem}`)}
        </Text>
      )}
      <ProblemAlert error={(asks ? null : invite.error) ?? activate.error} />
      <Group gap="sm" mb="md">
        {mayInvite(role, person) && (
          <Button
            size="xs"
            variant={account === 'none' ? 'filled' : 'default'}
            loading={invite.isPending}
            onClick={() => invite.mutate()}
          >
            {t(account === 'none' ? 'account.invite' : 'account.inviteAgain')}
          </Button>
        )}
        {isDisabled && (
          <Button size="xs" loading={activate.isPending} onClick={() => activate.mutate()}>
            {t('account.activate')}
          </Button>
        )}
        {account === 'active' && role !== 'member' && !isOneself && (
          <Button size="xs" variant="default" onClick={() => setAsks('inviteAnew')}>
            {t('account.inviteAnew')}
          </Button>
        )}
        {!isDisabled && !isOneself && (
          <Button size="xs" variant="default" onClick={() => setAsks('deactivate')}>
            {t('account.deactivate')}
          </Button>
        )}
      </Group>
      {isDisabled && deactivate.data && 'bookings' in deactivate.data && (
        <StillBooked name={name} bookings={deactivate.data.bookings} />
      )}
      {asks === 'deactivate' && (
        <DeactivateDialog
          role={role}
          name={name}
          deactivate={deactivate}
          onClose={() => setAsks(undefined)}
        />
      )}
      {asks === 'inviteAnew' && (
        <InviteAnewDialog name={name} invite={invite} onClose={() => setAsks(undefined)} />
      )}
    </section>
  );
}

/** A provider or a concierge without an account here has one elsewhere; who is being invited need not be again. */
function mayInvite(role: Role, { account = 'none', accountProblem }: Person): boolean {
  if (account === 'none') return role === 'member';
  return account === 'invited' || (account === 'pending' && accountProblem !== undefined);
}
