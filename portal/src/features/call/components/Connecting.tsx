import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

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
  return (
    <p>
      <span>{t(lost ? 'notice.reconnecting' : 'notice.connecting')}</span>{' '}
      {slow && <span>{t('notice.slow')}</span>}{' '}
      {slow && (
        <Button size="xs" onClick={onAgain}>
          {t('common:action.tryAgain')}
        </Button>
      )}{' '}
      {slow && onPhone && (
        <Button size="xs" variant="default" onClick={onPhone}>
          {t('phone.switch')}
        </Button>
      )}
    </p>
  );
}
