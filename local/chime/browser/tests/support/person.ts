// A person in a call: a page of their own in a browser, and what a test asks of them.

import { type Browser, expect, type Page } from '@playwright/test';

import type { Happening, Self, Traffic } from '../../page/call.ts';
import type { Attendee, Meeting } from './service.ts';

/** How loud a tone must be to be heard, in decibels below full; and how low it is when it is not. */
const HEARD = -50;
const NOT_HEARD = -70;

/** What a person is known by. */
export interface Looks {
  name: string;
  colour: [number, number, number];
  hertz: number;
}

export const ANA: Looks = { name: 'ana', colour: [200, 30, 30], hertz: 500 };
export const BAO: Looks = { name: 'bao', colour: [30, 160, 30], hertz: 800 };
export const CAM: Looks = { name: 'cam', colour: [30, 30, 200], hertz: 1100 };

export class Person {
  /** How many happenings had been looked at when `fromNow` was last called. */
  private seen = 0;

  private constructor(
    readonly page: Page,
    readonly looks: Looks,
    readonly meeting: Meeting,
    readonly attendee: Attendee,
    readonly lines: string[],
  ) {}

  /** Opens a page for an attendee, in a browser context of its own. */
  static async open(
    browser: Browser,
    site: string,
    meeting: Meeting,
    attendee: Attendee,
    looks: Looks,
  ): Promise<Person> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const lines: string[] = [];
    page.on('console', (message) => lines.push(`${new Date().toISOString()} ${message.text()}`));
    page.on('pageerror', (error) => lines.push(`page error: ${error.stack}`));
    await page.goto(site);
    return new Person(page, looks, meeting, attendee, lines);
  }

  get id(): string {
    return this.attendee.AttendeeId;
  }

  /** Joins. The outcome is `started`, or the name of the code with which the client gave up. */
  async join(how: Partial<Pick<Self, 'framesPerSecond' | 'ownDevices'>> = {}): Promise<string> {
    const { colour, hertz } = this.looks;
    const self: Self = {
      colour: `rgb(${colour.join(' ')})`,
      hertz,
      framesPerSecond: 10,
      ownDevices: false,
      ...how,
    };
    return this.page.evaluate(
      ([meeting, attendee, self, level]) => window.call.join(meeting, attendee, self, level),
      [this.meeting.wire, this.attendee, self, process.env['CLIENT_LOG'] ?? 'INFO'] as const,
    );
  }

  async leave(): Promise<void> {
    await this.page.evaluate(() => window.call.leave());
    await this.happens({ kind: 'stopped', code: 'Left' });
  }

  async camera(on: boolean): Promise<void> {
    await this.page.evaluate((on) => window.call.camera(on), on);
  }

  async mute(muted: boolean): Promise<void> {
    await this.page.evaluate((muted) => window.call.mute(muted), muted);
  }

  async share(colour: string | null): Promise<void> {
    await this.page.evaluate((colour) => window.call.share(colour), colour);
  }

  async send(text: string, lifetimeMs = 0): Promise<void> {
    await this.page.evaluate(
      ([text, lifetimeMs]) => window.call.send('chat', text, lifetimeMs),
      [text, lifetimeMs] as const,
    );
  }

  /** Forgets what happened so far, for `happens` and `happened`. */
  async fromNow(): Promise<void> {
    this.seen = await this.page.evaluate(() => window.call.log.length);
  }

  /** What happened since `fromNow`, or since the page was opened. */
  async happened(): Promise<Happening[]> {
    return this.page.evaluate((seen) => window.call.log.slice(seen), this.seen);
  }

  /** Waits until the client has told something with these fields, and gives it back. */
  async happens(wanted: Partial<Happening> & object, timeout = 10_000): Promise<Happening> {
    const found = await this.page
      .waitForFunction(
        ([wanted, seen]) =>
          window.call.log
            .slice(seen)
            .find((happening) =>
              Object.entries(wanted).every(
                ([field, value]) => happening[field as keyof Happening] === value,
              ),
            ),
        [wanted, this.seen] as const,
        { timeout, polling: 50 },
      )
      .catch(async (error: Error) => {
        const log = (await this.happened()).map((line) => JSON.stringify(line)).join('\n');
        throw new Error(
          `${this.looks.name} waited for ${JSON.stringify(wanted)}: ${error.message}\n${log}`,
        );
      });
    return (await found.jsonValue())!;
  }

  async traffic(): Promise<Traffic> {
    return this.page.evaluate(() => window.call.traffic());
  }

  /** Waits until new pictures of an attendee are decoded and shown, in the colour of their owner. */
  async sees(attendee: string, colour: readonly number[], timeout = 10_000): Promise<void> {
    await this.seesAll([[attendee, colour]], timeout);
  }

  /** The same of several at once. */
  async seesAll(all: (readonly [string, readonly number[]])[], timeout = 10_000): Promise<void> {
    const MORE = 5;
    const before = await this.traffic();
    const missing = async () => {
      const now = await this.traffic();
      const more = (frames: 'framesDecoded' | 'framesShown', attendee: string) =>
        (now[frames][attendee] ?? 0) >= (before[frames][attendee] ?? 0) + MORE;
      const still: string[] = [];
      for (const [attendee, colour] of all) {
        if (!more('framesDecoded', attendee)) still.push(`${attendee}: no new frames decoded`);
        else if (!more('framesShown', attendee)) still.push(`${attendee}: no new frames shown`);
        else if ((await this.differs(attendee, colour)) > 60) still.push(`${attendee}: not ${colour}`);
      }
      return still;
    };
    await expect
      .poll(missing, {
        message: `what ${this.looks.name} does not see`,
        timeout,
        intervals: [100, 250, 500, 1000],
      })
      .toEqual([]);
  }

  /** Waits until these tones are clearly there in what this person hears. */
  async hears(...tones: number[]): Promise<void> {
    await this.listens(tones, 'hears', (level) => level > HEARD);
  }

  /** Waits until these tones are clearly not there in what this person hears, and stay away. */
  async hearsNot(...tones: number[]): Promise<void> {
    await this.listens(tones, 'hears not', (level) => level < NOT_HEARD);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  private async listens(tones: number[], what: string, enough: (level: number) => boolean) {
    const LOOKS = 8;
    let levels: number[] = [];
    let inARow = 0;
    await expect
      .poll(
        async () => {
          levels = await this.page.evaluate((tones) => window.call.hears(tones), tones);
          inARow = levels.every(enough) ? inARow + 1 : 0;
          return inARow >= LOOKS;
        },
        { timeout: 10_000, intervals: [100] },
      )
      .toBe(true)
      .catch(() => {
        throw new Error(
          `${this.looks.name} ${what} ${tones} Hz for a while: the levels are ${levels} dB.`,
        );
      });
  }

  /** How far the colour of a tile is from this one, as the largest difference of a part. */
  private async differs(attendee: string, colour: readonly number[]): Promise<number> {
    const shown = await this.page.evaluate((attendee) => window.call.sees(attendee), attendee);
    if (!shown) return Infinity;
    return Math.max(...colour.map((part, index) => Math.abs(part - shown[index]!)));
  }
}
