import { useEffect } from 'react';

/** Where a slash is typed and means itself. */
const TYPED_IN = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';

/** Runs something when `/` or Ctrl+K is pressed anywhere on the page, but not behind a dialog. */
export function useShortcut(run: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isShortcut(event) || document.querySelector('[aria-modal=true]')) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [run]);
}

function isShortcut({ key, ctrlKey, metaKey, altKey, isComposing, target }: KeyboardEvent) {
  if (altKey || isComposing) return false;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'k';
  return key === '/' && !(target instanceof Element && target.matches(TYPED_IN));
}
