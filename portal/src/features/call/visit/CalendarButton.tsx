import { Anchor, Button, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useChange } from '../../../shared/api/useChange';
import { ProblemAlert } from '../../../shared/ui/ProblemAlert';
import type { MemberSide } from '../api/member';

const FILE = 'session.ics';

/** Fetches the session as a calendar file, hands it to the browser, and says where it is. */
export function CalendarButton({ side }: { side: MemberSide }) {
  const { t } = useTranslation('call');
  const [file, setFile] = useState<string | null>(null);
  const link = useRef<HTMLAnchorElement>(null);
  const fetching = useChange({
    says: null,
    mutationFn: side.calendar,
    onSuccess: (blob) => setFile(URL.createObjectURL(blob)),
  });
  useEffect(() => {
    if (file === null) return;
    link.current?.click();
    return () => URL.revokeObjectURL(file);
  }, [file]);
  return (
    <div>
      <Button variant="default" loading={fetching.isPending} onClick={() => fetching.mutate()}>
        {t('visit.calendar.add')}
      </Button>
      <Text role="status" size="sm" mt={file ? 'xs' : 0}>
        {file && (
          <>
            {t('visit.calendar.done')}{' '}
            <Anchor ref={link} href={file} download={FILE} underline="always" inherit>
              {t('visit.calendar.file')}
            </Anchor>
          </>
        )}
      </Text>
      <ProblemAlert error={fetching.error} />
    </div>
  );
}
