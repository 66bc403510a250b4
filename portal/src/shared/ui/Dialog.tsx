import { Modal, type ModalProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/**
 * A dialog. The scroll lock of the library writes a style element into the page, which our content
 * security policy forbids; the page behind is inert anyway.
 */
export function Dialog(props: ModalProps) {
  const { t } = useTranslation();
  return (
    <Modal
      centered
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      {...props}
    />
  );
}
