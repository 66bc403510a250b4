/** Choices that are no secret, most of them kept until the browser is closed: the language, the colours, the zone, a length, a key. */
import { languageOf, type Language } from './i18n/languages';
import { deviceStorage, tabStorage } from './storage';

const LANGUAGE = 'anteroom.language';
const ZONE = 'anteroom.zone';
const LENGTH = 'anteroom.length';
const SLASH = 'anteroom.slash';

/** The language that was chosen here, or else the browser's own, or else English. */
export function preferredLanguage(): Language {
  return languageOf(tabStorage.getItem(LANGUAGE) ?? navigator.language);
}

/** Whether a language was chosen here, so that a profile's must not replace it. */
export function languageWasChosen(): boolean {
  return tabStorage.getItem(LANGUAGE) !== null;
}

/** Keeps the chosen language. */
export function keepLanguage(language: Language): void {
  tabStorage.setItem(LANGUAGE, language);
}

/** The zone that was chosen to read the clock in, by somebody whose profile has none. */
export function chosenZone(): string | null {
  return tabStorage.getItem(ZONE);
}

/** Keeps the chosen zone. */
export function keepZone(zone: string): void {
  tabStorage.setItem(ZONE, zone);
}

/** How long the session was that was booked last, in minutes; null if none was. */
export function lastLength(): number | null {
  const minutes = Number(tabStorage.getItem(LENGTH));
  return minutes > 0 ? minutes : null;
}

/** Keeps how long a session was that has been booked. */
export function keepLength(minutes: number): void {
  tabStorage.setItem(LENGTH, String(minutes));
}

/** Whether the key `/` leads to the search on this device. Who dictates, or has a trembling hand, turns it off. */
export function slashIsOn(): boolean {
  return deviceStorage.getItem(SLASH) !== 'off';
}

/** Keeps on the device whether the key `/` leads to the search. */
export function keepSlash(isOn: boolean): void {
  deviceStorage.setItem(SLASH, isOn ? 'on' : 'off');
}
