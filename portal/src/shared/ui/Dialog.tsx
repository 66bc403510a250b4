import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useUnsaved } from './leaving';

/**
 * A dialog. What is typed in it is guarded: a click beside it does nothing, and Escape or the cross asks
 * first. The scroll lock of the library writes a style element into the page, which our content security
 * policy forbids; the page behind is inert anyway.
 */
export function Dialog({ onClose, children, ...props }: ModalProps) {
  const { t } = useTranslation();
  const { touch, clear, mayClear } = useUnsaved();
  const close = () => {
    if (!mayClear()) return;
    clear();
    onClose();
  };
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
      // The library's own unit, dvh, is unknown to the oldest browsers, and the dialog would not scroll.
      yOffset="5vh"
      closeButtonProps={{ 'aria-label': t('action.close') }}
      closeOnClickOutside={false}
      {...props}
      onClose={close}
    >
      <div onChange={touch}>{children}</div>
    </Modal>
  );
}
