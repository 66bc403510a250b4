import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * A dialog. The scroll lock of the library writes a style element into the page, which our content
 * security policy forbids; the page behind is inert anyway.
 */
export function Dialog(props: ModalProps) {
  const { t } = useTranslation();
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // Whoever closes a dialog goes on where they were, unless something else took the focus.
      const isLost = document.activeElement === document.body;
      if (isLost && opener instanceof HTMLElement) opener.focus();
    },
    [opener],
  );
  return (
    <Modal
      centered
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      {...props}
    />
  );
}
