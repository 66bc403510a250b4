import { Button, Container, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Catches what a page could not: says so, and offers to load it again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const { t } = useTranslation();
  return (
    <Container component="main" size="sm" py="xl">
      <Title order={1}>{t('problem.unexpected.title')}</Title>
      <Text my="md">{t('problem.unexpected.advice')}</Text>
      <Button onClick={() => location.reload()}>{t('action.reload')}</Button>
    </Container>
  );
}
