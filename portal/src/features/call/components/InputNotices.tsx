import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Meeting } from '../meeting/Meeting';
import type { MeetingState } from '../meeting/state';

interface Props {
  state: MeetingState;
  meeting: Meeting;
}

/** What became of microphone and camera: nobody hears or sees one, or another device took over. */
export function InputNotices({ state, meeting }: Props) {
  const { t } = useTranslation(['call', 'common']);
  const { microphoneFault, cameraFault, replacement } = state;
  return (
    <>
      {microphoneFault && (
        <p>
          <span>{t(`notice.microphone.${microphoneFault}`)}</span>{' '}
          <Button size="xs" onClick={() => void meeting.media.startMicrophone()}>
            {t('common:action.tryAgain')}
          </Button>
        </p>
      )}
      {cameraFault && (
        <p>
          <span>{t(`notice.camera.${cameraFault}`)}</span>{' '}
          <Button size="xs" onClick={() => meeting.media.camera(true)}>
            {t('common:action.tryAgain')}
          </Button>
        </p>
      )}
      {replacement && (
        <p>
          <span>{t(`notice.replaced.${replacement.kind}`, { label: replacement.label })}</span>{' '}
          <Button size="xs" variant="default" onClick={meeting.noted}>
            {t('common:action.close')}
          </Button>
        </p>
      )}
    </>
  );
}
