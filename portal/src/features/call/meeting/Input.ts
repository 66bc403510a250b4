/** A microphone or a camera in the meeting: opened, given to the meeting client, and watched. */
import {
  openDevices,
  type Fault,
  type Kind,
  type Opened,
} from '../../../shared/devices/openDevices';
import { watchTrack, type TrackState } from '../../../shared/devices/watchTrack';

/** What is wrong with an input: it can't be opened, or the system keeps it silent. */
export type InputFault = Fault | 'muted';

/** How an input does. */
export interface InputNews {
  fault: InputFault | null;
  /** What is used in place of a device that died or was not there. */
  replacement: string | null;
}

/** A device that ends sooner than this is not opened again by itself. */
const SHORT_LIFE_MS = 3_000;

export class Input {
  #stopAsking = () => undefined as unknown;
  #stopWatching = () => undefined as unknown;
  #openedAt = 0;

  constructor(
    private readonly kind: Kind,
    /** Hands a stream to the meeting; without one, nothing is to be sent. */
    private readonly give: (stream: MediaStream | null) => Promise<unknown>,
    private readonly hear: (news: InputNews) => void,
  ) {}

  /** Opens a device in place of the one that is open. Resolves at the first news of it. */
  open(id: string, died = false): Promise<void> {
    this.close();
    return new Promise((resolve) => {
      this.#stopAsking = openDevices({ [this.kind]: id }, (opened) => {
        void this.#take(opened, died).finally(resolve);
      });
    });
  }

  /** Asks for nothing and watches nothing more. The stream is the meeting client's to stop. */
  close(): void {
    this.#stopAsking();
    this.#stopWatching();
  }

  async #take({ stream, fault, replaced }: Opened, died: boolean): Promise<void> {
    const [track] = stream.getTracks();
    // Where nothing can be opened, nothing is sent. The client may not be able to do even that.
    await this.give(track ? stream : null).catch(() => undefined);
    const isReplaced = died || replaced.length > 0;
    this.hear({
      fault: fault[this.kind],
      replacement: track && isReplaced ? track.label : null,
    });
    if (!track) return;
    this.#openedAt = performance.now();
    this.#stopWatching = watchTrack(track, (state) => this.#changed(state));
  }

  #changed(state: TrackState): void {
    if (state !== 'ended')
      this.hear({ fault: state === 'muted' ? 'muted' : null, replacement: null });
    else if (performance.now() - this.#openedAt > SHORT_LIFE_MS) void this.open('', true);
    else {
      this.close();
      this.hear({ fault: 'busy', replacement: null });
    }
  }
}
