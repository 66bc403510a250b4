/** Whether a chime says that somebody waits; kept until the browser is closed. */
const KEY = 'anteroom.sound';

export function soundIsOn(): boolean {
  return sessionStorage.getItem(KEY) !== 'off';
}

export function turnSound(on: boolean): void {
  sessionStorage.setItem(KEY, on ? 'on' : 'off');
}
