/** Whether a chime says that somebody waits; kept until the browser is closed. */
import { tabStorage } from '../storage';

const KEY = 'anteroom.sound';

export function soundIsOn(): boolean {
  return tabStorage.getItem(KEY) !== 'off';
}

export function turnSound(on: boolean): void {
  tabStorage.setItem(KEY, on ? 'on' : 'off');
}
