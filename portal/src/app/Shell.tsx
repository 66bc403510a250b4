import { Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';

import { useSessionState } from '../shared/auth/SessionProvider';
import { ErrorBoundary } from '../shared/ui/ErrorBoundary';
import { Loading } from '../shared/ui/Loading';
import { useServiceName } from '../shared/ui/ServiceName';
import { AccountMenu } from './AccountMenu';
import { Navigation } from './Navigation';
import { Preferences } from './Preferences';
import classes from './Shell.module.css';

interface Props {
  /** What goes before the page, whatever the page is. */
  notice?: ReactNode;
  children: ReactNode;
}

/** The frame of every page but the call: who we are, where one can go, and how one reads it. */
export function Shell({ notice, children }: Props) {
  const { t } = useTranslation();
  const state = useSessionState();
  const service = useServiceName();
  return (
    <div className={classes.frame} data-bar={state.status === 'in' || undefined}>
      <a className={classes.skip} href="#content">
        {t('skip')}
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link href="/" className={classes.service}>
            <img src="/icon.svg" alt="" width={28} height={28} />
            <span>{service}</span>
          </Link>
          {state.status === 'in' ? (
            <AccountMenu me={state.me} />
          ) : (
            <div className={classes.tools} data-open="true">
              <Preferences />
            </div>
          )}
        </div>
        {state.status === 'in' && <Navigation role={state.me.role} />}
      </header>
      <Suspense fallback={null}>{notice}</Suspense>
      <main id="content" className={classes.content} tabIndex={-1}>
        <ErrorBoundary>
          <Suspense fallback={<Loading />}>{children}</Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}
