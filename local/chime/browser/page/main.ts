// A page for one person in a call, with the stock client. Whoever drives it uses `window.call`.

import { Call } from './call.ts';

declare global {
  interface Window {
    call: Call;
  }
}

window.call = new Call(
  document.querySelector<HTMLAudioElement>('#others')!,
  document.querySelector<HTMLElement>('#tiles')!,
);
