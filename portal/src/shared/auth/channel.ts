/** How the tabs of a browser tell each other who is signed in. Nothing of it is written down. */

/** What tabs say. A user is in the form in which `oidc-client-ts` stores one. */
export type Word =
  | { say: 'who' }
  | { say: 'here'; user: string }
  | { say: 'out' }
  /** Asks whether a call runs in another tab, which answers `inCall`. */
  | { say: 'calls' }
  | { say: 'inCall' }
  /** Signed out as soon as the call has ended. */
  | { say: 'outLater' };

/**
 * How long a new tab waits for the others to say who is signed in. Whoever comes without another tab waits
 * as long to see anything, so it is short; a tab that answers later is still heard, by `listen`.
 */
const GREETING_MS = 250;

/** How long the question waits whether a call runs elsewhere: its answer decides. */
const PATIENCE_MS = 1_000;

/** Without it each tab is on its own. */
const channel = open();

function open(): BroadcastChannel | null {
  try {
    return new BroadcastChannel('anteroom.session');
  } catch {
    // An old browser has none, and one that blocks all cookies may refuse it.
    return null;
  }
}

export function tell(word: Word): void {
  channel?.postMessage(word);
}

export function listen(hear: (word: Word) => void): void {
  channel?.addEventListener('message', ({ data }: MessageEvent<Word>) => hear(data));
}

/** Asks the other tabs for their user; none if none answers in time. */
export async function askForUser(): Promise<string | null> {
  const word = await ask({ say: 'who' }, 'here', GREETING_MS);
  return word?.say === 'here' ? word.user : null;
}

/** Whether a call runs in another tab. */
export async function isInCallElsewhere(): Promise<boolean> {
  return (await ask({ say: 'calls' }, 'inCall', PATIENCE_MS)) !== null;
}

function ask(question: Word, answer: Word['say'], patienceMs: number): Promise<Word | null> {
  if (!channel) return Promise.resolve(null);
  return new Promise((resolve) => {
    const hear = ({ data }: MessageEvent<Word>) => {
      if (data.say === answer) finish(data);
    };
    const timer = setTimeout(() => finish(null), patienceMs);
    const finish = (word: Word | null) => {
      clearTimeout(timer);
      channel.removeEventListener('message', hear);
      resolve(word);
    };
    channel.addEventListener('message', hear);
    tell(question);
  });
}
