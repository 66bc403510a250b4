import { useEffect } from 'react';

/** Where a slash is typed and means itself. */
const TYPED_IN = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';

/** Runs something when Ctrl+K, or `/` if it is wanted, is pressed anywhere on the page, but not behind a dialog. */
export function useShortcut(withSlash: boolean, run: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isShortcut(event, withSlash) || document.querySelector('[aria-modal=true]')) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [withSlash, run]);
}

function isShortcut(event: KeyboardEvent, withSlash: boolean) {
  const { key, ctrlKey, metaKey, altKey, isComposing, target } = event;
  if (altKey || isComposing) return false;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'k';
  return withSlash && key === '/' && !(target instanceof Element && target.matches(TYPED_IN));
}
