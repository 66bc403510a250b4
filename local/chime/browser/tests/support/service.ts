// The local meeting service as a process of its own, and its control plane.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect } from '@playwright/test';

const BINARY =
  process.env['CHIME_LOCAL'] ??
  new URL('../../../../../target/debug/chime-local', import.meta.url).pathname;

/** A meeting event as EventBridge would deliver it; only the detail is of interest here. */
export interface MeetingEvent {
  eventType: string;
  timestamp: number;
  meetingId: string;
  attendeeId?: string;
  externalUserId?: string;
}

/** An attendee as the service answers it: what a client needs to join. */
export interface Attendee {
  AttendeeId: string;
  ExternalUserId: string;
  JoinToken: string;
}

type Capability = 'SendReceive' | 'Send' | 'Receive' | 'None';
export type Capabilities = Record<'Audio' | 'Video' | 'Content', Capability>;

export class Service {
  readonly events: MeetingEvent[] = [];
  readonly complaints: string[] = [];
  private process!: ChildProcess;
  private address = '127.0.0.1:0';
  /** Where it keeps its meetings, from one run to the next. */
  private readonly folder = mkdtempSync(join(tmpdir(), 'chime-local-'));

  /** Starts the service on a free port. */
  static async start(): Promise<Service> {
    if (!existsSync(BINARY)) {
      throw new Error(`${BINARY} is missing: cargo build -p chime-local`);
    }
    const service = new Service();
    await service.run();
    return service;
  }

  get pid(): number {
    return this.process.pid!;
  }

  /** Kills the service without a word to anybody, and waits until it is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Starts it again after `kill`, on the same port. */
  async run(): Promise<void> {
    const port = this.address.split(':')[1]!;
    this.process = spawn(BINARY, ['--port', port, '--data', join(this.folder, 'meetings.json')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface(this.process.stdout!).on('line', (line) =>
      this.events.push(JSON.parse(line).detail),
    );
    const stderr = createInterface(this.process.stderr!);
    this.address = await new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('exit', (code) =>
        reject(new Error(`chime-local ended with ${code}:\n${this.complaints.join('\n')}`)),
      );
      stderr.on('line', (line) => {
        this.complaints.push(line);
        const address = /listens on http:\/\/(\S+?)\. /.exec(line)?.[1];
        if (address) resolve(address);
      });
    });
  }

  /** Ends the service as Ctrl-C does. */
  async stop(): Promise<void> {
    await this.end('SIGINT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async meeting(features?: object): Promise<Meeting> {
    const answer = await this.call('POST', '/meetings', {
      ClientRequestToken: crypto.randomUUID(),
      ExternalMeetingId: 'room',
      MediaRegion: 'us-east-1',
      ...(features && { MeetingFeatures: features }),
    });
    return new Meeting(this, answer.Meeting);
  }

  /** One request to the control plane. The service asks for a signature, but doesn't verify it. */
  async call(method: string, path: string, body?: object): Promise<any> {
    const response = await fetch(`http://${this.address}${path}`, {
      method,
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/chime/aws4_request',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Processor time used since the process began, in seconds. */
  processorSeconds(): number {
    const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const TICKS_PER_SECOND = 100;
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /** Memory in use, in mebibytes. */
  residentMebibytes(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { process } = this;
    if (process.exitCode !== null || process.signalCode !== null) return;
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill(signal);
    const timer = setTimeout(() => process.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(timer);
  }
}

export class Meeting {
  constructor(
    readonly service: Service,
    /** The meeting as the service answers it. */
    readonly wire: { MeetingId: string },
  ) {}

  async attendee(user: string, capabilities?: Capabilities): Promise<Attendee> {
    const answer = await this.service.call('POST', `${this.path}/attendees`, {
      ExternalUserId: user,
      ...(capabilities && { Capabilities: capabilities }),
    });
    return answer.Attendee;
  }

  /** Ends the meeting for all. */
  async end(): Promise<void> {
    await this.service.call('DELETE', this.path);
  }

  async remove({ AttendeeId }: Attendee): Promise<void> {
    await this.service.call('DELETE', `${this.path}/attendees/${AttendeeId}`);
  }

  async allow({ AttendeeId }: Attendee, capabilities: Capabilities): Promise<void> {
    const path = `${this.path}/attendees/${AttendeeId}/capabilities`;
    await this.service.call('PUT', path, { Capabilities: capabilities });
  }

  /** The types of this meeting's events so far, about one attendee or all, without their prefix. */
  events(about?: Attendee): string[] {
    return this.service.events
      .filter((event) => event.meetingId === this.wire.MeetingId)
      .filter((event) => !about || event.attendeeId === about.AttendeeId)
      .map((event) => event.eventType.replace('chime:', ''));
  }

  /** Waits until the service has told this of the meeting or the attendee. */
  async told(eventType: string, about?: Attendee, timeout = 5_000): Promise<void> {
    await expect
      .poll(() => this.events(about), { message: `the event ${eventType}`, timeout, intervals: [50] })
      .toContain(eventType);
  }

  private get path(): string {
    return `/meetings/${this.wire.MeetingId}`;
  }
}
