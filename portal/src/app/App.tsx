import { MantineProvider } from '@mantine/core';
import { Suspense } from 'react';
import { Router } from 'wouter';

import { SessionProvider } from '../shared/auth/SessionProvider';
import type { Session } from '../shared/auth/session';
import type { Config } from '../shared/config';
import { HelpContext } from '../shared/help/contact';
import { ErrorBoundary } from '../shared/ui/ErrorBoundary';
import { Loading } from '../shared/ui/Loading';
import { ServiceName } from '../shared/ui/ServiceName';
import { mayLeave } from '../shared/ui/leaving';
import { colourSchemeManager } from './colourScheme';
import { Routes } from './Routes';
import { theme } from './theme';

interface Props {
  session: Session;
  config: Config;
}

/**
 * All of the portal. The library would write its variables and helper classes into style elements,
 * which our content security policy forbids: they are in theme.css instead.
 */
export function App({ session, config }: Props) {
  const help = { phone: config.helpPhone, email: config.helpEmail };
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colourSchemeManager}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <ErrorBoundary>
        <ServiceName value={config.serviceName}>
          <HelpContext value={help}>
            <SessionProvider session={session}>
              <Suspense fallback={<Loading />}>
                <Router
                  aroundNav={(navigate, to, options) => {
                    if (mayLeave()) navigate(to, options);
                  }}
                >
                  <Routes />
                </Router>
              </Suspense>
            </SessionProvider>
          </HelpContext>
        </ServiceName>
      </ErrorBoundary>
    </MantineProvider>
  );
}
