import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useStuck } from '../../../shared/loadPart';
import { letGo } from '../../../shared/ui/leaving';

interface Props {
  /** It takes so long that a next step is due. */
  slow: boolean;
  onAgain: () => void;
  /** Goes on by telephone; only the provider can. */
  onPhone?: (() => void) | undefined;
  /** The line was there before. */
  lost?: boolean;
}

/** Says that there is no connection yet, or none any more, and what one can do when it takes long. */
export function Connecting({ slow, onAgain, onPhone, lost = false }: Props) {
  const { t } = useTranslation(['call', 'common']);
  const isStuck = useStuck();
  return (
    <p>
      <span>{t(lost ? 'notice.reconnecting' : 'notice.connecting')}</span>{' '}
      {isStuck && (
        <>
          <span>{t('notice.stuck')}</span>{' '}
          <Button size="xs" onClick={startAnew}>
            {t('common:action.reload')}
          </Button>
        </>
      )}
      {slow && !isStuck && (
        <>
          <span>{t('notice.slow')}</span>{' '}
          <Button size="xs" onClick={onAgain}>
            {t('common:action.tryAgain')}
          </Button>
        </>
      )}{' '}
      {slow && onPhone && (
        <Button size="xs" variant="default" onClick={onPhone}>
          {t('phone.switch')}
        </Button>
      )}
    </p>
  );
}

/** The person has asked for it, and comes back in by themselves. */
function startAnew(): void {
  letGo();
  location.reload();
}
