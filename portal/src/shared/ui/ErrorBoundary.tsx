import { Button, Container, Title } from '@mantine/core';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import { Empty } from './Empty';

/** Catches what a page could not: says so, and offers to load it again. Another page is shown anew. */
export function ErrorBoundary({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  return <Boundary path={path}>{children}</Boundary>;
}

interface Props {
  path: string;
  children: ReactNode;
}

interface State {
  /** The page that failed. */
  failedAt: string | null;
}

class Boundary extends Component<Props, State> {
  override state: State = { failedAt: null };

  static getDerivedStateFromProps({ path }: Props, { failedAt }: State) {
    return failedAt !== null && failedAt !== path ? { failedAt: null } : null;
  }

  override componentDidCatch() {
    this.setState({ failedAt: this.props.path });
  }

  override render() {
    return this.state.failedAt === null ? this.props.children : <Failed />;
  }
}

function Failed() {
  const { t } = useTranslation();
  return (
    <Container component="main" size="sm" py="xl">
      <Empty
        icon={IconRefresh}
        title={<Title order={1}>{t('problem.unexpected.title')}</Title>}
        text={t('problem.unexpected.advice')}
      >
        <Button onClick={() => location.reload()}>{t('action.reload')}</Button>
      </Empty>
    </Container>
  );
}
