import { useTranslation } from 'react-i18next';

import { ApiError } from '../../../shared/api/problem';
import type { Booking } from '../../../shared/api/types';
import { useNow } from '../../../shared/time/now';
import { PageTitle } from '../../../shared/ui/PageTitle';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { MemberSide } from '../api/member';
import { Trouble } from '../components/Trouble';
import { OverDoor } from './OverDoor';
import { ProposalDoor } from './ProposalDoor';
import { SessionDoor } from './SessionDoor';
import { When } from './When';

export interface DoorProps {
  side: MemberSide;
  booking: Booking;
  /** Whether the member came by a link, without signing in. */
  byLink: boolean;
  /** The member goes in. Nothing of the page asks to come in before. */
  onEnter: () => void;
  /** The booking has become another one by what was done here. */
  onChange: (booking: Booking) => void;
}

/** What a member finds who opens a session's page: to answer, to enter, or what became of it (S0). */
export function MemberDoor({ error, ...props }: DoorProps & { error: unknown }) {
  const { booking } = props;
  const now = useNow(5_000);
  const { status, acceptBy } = booking;
  if (status === 'pending' && acceptBy && now > Date.parse(acceptBy))
    return <OverDoor {...props} booking={{ ...booking, status: 'expired' }} />;
  if (error instanceof ApiError && error.code.startsWith('link_'))
    return <VoidDoor booking={booking} error={error} />;
  return (
    <>
      <div role="status">
        <Trouble error={error} to="door" other={booking.provider.name} />
      </div>
      <Door {...props} />
    </>
  );
}

function Door(props: DoorProps) {
  switch (props.booking.status) {
    case 'pending':
      return <ProposalDoor {...props} />;
    case 'confirmed':
    case 'ongoing':
      return <SessionDoor {...props} />;
    case 'completed':
    case 'cancelled':
    case 'expired':
    case 'no_show':
      return <OverDoor {...props} />;
  }
}

/** The link became void while its page was open. */
function VoidDoor({ booking, error }: { booking: Booking; error: unknown }) {
  const { t } = useTranslation('call');
  return (
    <>
      <PageTitle>{t('visit.title', { name: booking.provider.name })}</PageTitle>
      <ProblemAlert error={error} />
      <When booking={booking} />
    </>
  );
}
