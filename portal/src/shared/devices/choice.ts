/** With what somebody goes into a meeting. Kept in the tab, so that a reload goes on with the same. */
import { tabStorage } from '../storage';

export interface Choice {
  /** Device ids; empty is the browser's own choice. */
  microphone: string;
  camera: string;
  speaker: string;
  muted: boolean;
  cameraOn: boolean;
}

const KEY = 'anteroom.devices';

const FIRST: Choice = {
  microphone: '',
  camera: '',
  speaker: '',
  muted: false,
  cameraOn: true,
};

/** What was chosen last in this tab. */
export function lastChoice(): Choice {
  const kept = tabStorage.getItem(KEY);
  return kept === null ? FIRST : { ...FIRST, ...(JSON.parse(kept) as Partial<Choice>) };
}

export function keepChoice(choice: Choice): void {
  tabStorage.setItem(KEY, JSON.stringify(choice));
}
