import { Alert, Anchor } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { titlePrefix } from '../../../shared/ui/titleBadge';
import { useAttention } from '../api/useAttention';
import { QUEUE } from '../paths';

/** Says on every page, and in the title of the tab, that sessions need help. */
export function AttentionWatch() {
  const { t } = useTranslation('concierge');
  const [location] = useLocation();
  const count = useAttention().data?.length ?? 0;
  useEffect(() => {
    titlePrefix.setCount(count);
    return () => titlePrefix.setCount(0);
  }, [count]);
  const shown = count > 0 && location !== QUEUE;
  return (
    <div role="status">
      {shown && (
        <Alert role="none" color="yellow" variant="light" mb="md">
          <Anchor component={Link} href={QUEUE} fw={600}>
            {t('queue.summary', { count })}
          </Anchor>
        </Alert>
      )}
    </div>
  );
}
