import { Button } from '@mantine/core';
import IconCompass from '@tabler/icons-react/icons/IconCompass';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { Empty } from './Empty';
import { PageTitle } from './PageTitle';

/** An address that shows nothing. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty
      icon={IconCompass}
      title={<PageTitle>{t('notFound.title')}</PageTitle>}
      text={t('notFound.text')}
    >
      <Button component={Link} href="/">
        {t('notFound.home')}
      </Button>
    </Empty>
  );
}
