import { VisuallyHidden } from '@mantine/core';
import IconMenu2 from '@tabler/icons-react/icons/IconMenu2';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';

import type { Me } from '../shared/auth/me';
import { Initials } from '../shared/ui/Initials';
import { Account } from './Account';
import { MorePlaces } from './Navigation';
import { Preferences } from './Preferences';
import classes from './Shell.module.css';

/** Who is signed in, how they read the portal, and the way out: in the header, and behind a button on phones. */
export function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  // On another page it is closed.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const isOpen = openAt === location;
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const close = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpenAt(null);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [isOpen]);
  return (
    <div
      ref={box}
      className={classes.account}
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !isOpen) return;
        setOpenAt(null);
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        className={classes.menu}
        aria-expanded={isOpen}
        aria-controls="account"
        onClick={() => setOpenAt(isOpen ? null : location)}
      >
        <IconMenu2 size={20} stroke={1.75} aria-hidden="true" />
        <Initials name={me.name} />
        <VisuallyHidden>{t('account.menu')}</VisuallyHidden>
      </button>
      <div id="account" className={classes.tools} data-open={isOpen}>
        <MorePlaces role={me.role} />
        <Preferences />
        <Account me={me} />
      </div>
    </div>
  );
}
