/**
 * What would be lost by leaving the page: what was typed and not sent yet, or a call. Nobody leaves by
 * accident: the browser asks before the tab is closed, and this before one goes to another page or back.
 */
import i18next from 'i18next';
import { useEffect, useState } from 'react';

interface Hold {
  /** The page, to which a step back that is not wanted returns. */
  at: string;
  /** Asks in its own way, and leads away by itself. Without it the browser's own question is asked. */
  ask?: (() => void) | undefined;
}

const holds = new Set<Hold>();

/** Holds the page until the result is called. */
export function holdPage(ask?: () => void): () => void {
  const hold = { at: location.href, ask };
  holds.add(hold);
  return () => void holds.delete(hold);
}

/** Whether something would be lost with the page. */
export function isHeld(): boolean {
  return holds.size > 0;
}

/** The person has said that they want to leave. */
export function letGo(): void {
  holds.clear();
}

/** Whether the page may be left now. Asks if something would be lost. */
export function mayLeave(): boolean {
  const asking = [...holds].find(({ ask }) => ask);
  if (asking) {
    asking.ask?.();
    return false;
  }
  if (isHeld() && !window.confirm(i18next.t('leaving', { ns: 'common' }))) return false;
  letGo();
  return true;
}

/**
 * Guards the tab and the way back. Must be called before the router listens: a step back that is not
 * wanted is undone before the router hears of it.
 */
export function guardLeaving(): void {
  window.addEventListener('beforeunload', (event) => {
    if (isHeld()) event.preventDefault();
  });
  window.addEventListener('popstate', (event) => {
    const [hold] = holds;
    if (!hold || mayLeave()) return;
    event.stopImmediatePropagation();
    history.pushState(null, '', hold.at);
  });
}

/**
 * For a form: `touch` when something is typed, `clear` when it is saved; `mayClear` asks before what was
 * typed is given up. To go away is to clear.
 */
export function useUnsaved() {
  const [form] = useState(newForm);
  useEffect(() => form.clear, [form]);
  return form;
}

function newForm() {
  let release: (() => void) | null = null;
  const clear = () => {
    release?.();
    release = null;
  };
  return {
    touch: () => {
      clear();
      release = holdPage();
    },
    clear,
    mayClear: () => release === null || window.confirm(i18next.t('closing', { ns: 'common' })),
  };
}
