/** How the tabs of a browser tell each other who is signed in. Nothing of it is written down. */

/** What tabs say. A user is in the form in which `oidc-client-ts` stores one. */
export type Word = { say: 'who' } | { say: 'here'; user: string } | { say: 'out' };

/** How long a new tab waits for the others to say who is signed in. */
const PATIENCE_MS = 1_000;

const channel = new BroadcastChannel('anteroom.session');

export function tell(word: Word): void {
  channel.postMessage(word);
}

export function listen(hear: (word: Word) => void): void {
  channel.addEventListener('message', ({ data }: MessageEvent<Word>) => hear(data));
}

/** Asks the other tabs for their user; none if none answers in time. */
export function ask(): Promise<string | null> {
  return new Promise((resolve) => {
    const hear = ({ data }: MessageEvent<Word>) => {
      if (data.say === 'here') finish(data.user);
    };
    const timer = setTimeout(() => finish(null), PATIENCE_MS);
    const finish = (user: string | null) => {
      clearTimeout(timer);
      channel.removeEventListener('message', hear);
      resolve(user);
    };
    channel.addEventListener('message', hear);
    tell({ say: 'who' });
  });
}
