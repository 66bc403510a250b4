/** A local stack of a test's own: the real binary on a free port, with the built portal. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const binary = process.env['ANTEROOM_LOCAL'] ?? join(root, 'target/debug/anteroom-local');

/** How long the functions may take to start on a busy machine. */
const PATIENCE_MS = 60_000;

export type Role = 'provider' | 'member' | 'concierge';

/** A message that was sent, as `/_local/messages` shows it. */
export interface Message {
  channel: 'email' | 'sms';
  to: string;
  subject: string | null;
  text: string;
  /** An invitation of the user pool has only this. */
  html: string | null;
}

export interface Booking {
  id: string;
  status: string;
  startsAt: string;
  endsAt: string;
}

export class Stack {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
  ) {}

  /**
   * Starts a stack without people; resolves when it answers. It has no quiet hours, so that what is seen
   * does not depend on the hour at which a test runs.
   */
  static start(...flags: string[]): Promise<Stack> {
    const hours = ['--parameter', 'QuietFrom=07:00', '--parameter', 'QuietUntil=07:00'];
    return Stack.run('--empty', ...hours, ...flags);
  }

  /** Starts a stack with the demo people and bookings. */
  static startDemo(): Promise<Stack> {
    return Stack.run();
  }

  private static async run(...flags: string[]): Promise<Stack> {
    const args = ['--root', root, '--port', '0', ...flags];
    const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    const url = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The stack does not start.')), PATIENCE_MS);
      child.once('exit', (code) =>
        reject(new Error(`The stack ended with ${code ?? 'a signal'}.`)),
      );
      lines.on('line', (line) => {
        const found = /is up at (\S+)/.exec(line)?.[1];
        if (!found) return;
        clearTimeout(timer);
        resolve(found);
      });
    });
    return new Stack(url, child);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.process.once('exit', () => resolve());
      this.process.kill();
    });
  }

  /** A request to the stack; throws what it answers if that is no success. */
  async send<T>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** An access token for anybody. */
  async token(sub: string, role: Role): Promise<string> {
    const body = { sub, role };
    return (await this.send<{ accessToken: string }>('POST', '/_local/token', body)).accessToken;
  }

  /** A request as somebody, through the API. */
  async as<T>(sub: string, role: Role, method: string, path: string, body?: unknown): Promise<T> {
    return this.send<T>(method, path, body, await this.token(sub, role));
  }

  /** A request as the concierge. */
  concierge<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.as<T>('con_demo', 'concierge', method, path, body);
  }

  /** The stack's time. */
  async now(): Promise<Date> {
    return new Date((await this.send<{ now: string }>('GET', '/_local/clock')).now);
  }

  /** Moves the clock on, and returns when all that follows has settled. */
  async advance(duration: string): Promise<void> {
    await this.send('POST', '/_local/clock', { advance: duration });
  }

  /** Returns when all that was caused is done: else the message of what came first may be sent after the next one. */
  async settle(): Promise<void> {
    await this.send('POST', '/_local/settle');
  }

  /** What was sent, newest first. */
  async messages(to: string, channel: 'email' | 'sms' = 'email'): Promise<Message[]> {
    await this.settle();
    const query = `channel=${channel}&to=${encodeURIComponent(to)}`;
    return (await this.send<{ items: Message[] }>('GET', `/_local/messages?${query}`)).items;
  }

  /** What the meeting service tells of somebody who was let into a meeting. */
  async serviceEvent(person: string, eventType: string): Promise<void> {
    interface Meeting {
      meetingId: string;
      attendees: { attendeeId: string; externalUserId: string }[];
    }
    const { items } = await this.send<{ items: Meeting[] }>('GET', '/_local/meetings');
    for (const { meetingId, attendees } of items)
      for (const { attendeeId, externalUserId } of attendees)
        if (externalUserId === person)
          await this.send('POST', `/_local/meetings/${meetingId}/events`, {
            eventType,
            attendeeId,
          });
    await this.send('POST', '/_local/settle');
  }

  /** The next calls of a service fail. */
  async fault(service: string, fault: string, count: number): Promise<void> {
    await this.send('POST', '/_local/faults', { service, fault, count });
  }
  /** What becomes of texts to a number from now on. */
  async textFate(to: string, fate: string): Promise<void> {
    await this.send('POST', '/_local/text-fates', { to, fate });
  }
  /** No more faults. */
  async clearFaults(): Promise<void> {
    await this.send('DELETE', '/_local/faults');
  }
}
