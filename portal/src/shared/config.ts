import { withinTime } from './withinTime';

/** What the deployment tells the portal: who signs people in, and what the service is called. */
export interface Config {
  /** The OpenID provider's URL, under which its discovery document is. */
  issuer: string;
  /** The portal's id there. */
  clientId: string;
  /** What the service calls itself. */
  serviceName: string;
  /** Whom people tell of what does not work; each empty if it is nobody. */
  helpPhone: string;
  helpEmail: string;
}

/** Fetches `/config.json`, which the deployment writes beside the portal's own files. */
export async function loadConfig(): Promise<Config> {
  const response = await fetch('/config.json', { signal: withinTime(10_000) });
  if (!response.ok) throw new Error(`/config.json answers ${response.status}`);
  return (await response.json()) as Config;
}
