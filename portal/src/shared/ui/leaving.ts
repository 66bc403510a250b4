/** What was typed and not sent yet. Nobody loses it by leaving the page without being asked. */
import i18next from 'i18next';
import { useEffect, useState } from 'react';

const unsaved = new Set<object>();

/** The page on which something was typed. */
let typedAt = '';

/** Whether the page may be left: asks if something would be lost. */
export function mayLeave(): boolean {
  if (unsaved.size > 0 && !window.confirm(i18next.t('leaving', { ns: 'common' }))) return false;
  unsaved.clear();
  return true;
}

/**
 * Asks before the tab is closed and before one goes back. Must be called before the router listens: a
 * step back that is not wanted is undone before the router hears of it.
 */
export function guardLeaving(): void {
  window.addEventListener('beforeunload', (event) => {
    if (unsaved.size > 0) event.preventDefault();
  });
  window.addEventListener('popstate', (event) => {
    if (mayLeave()) return;
    event.stopImmediatePropagation();
    history.pushState(null, '', typedAt);
  });
}

/** For a form: `touch` when something is typed, `clear` when it is saved. To go away is to clear. */
export function useUnsaved() {
  const [form] = useState(() => ({}));
  useEffect(() => () => void unsaved.delete(form), [form]);
  return {
    touch: () => {
      typedAt = location.href;
      unsaved.add(form);
    },
    clear: () => void unsaved.delete(form),
  };
}
