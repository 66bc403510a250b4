// The built page on a port of this machine. A browser lets a page talk to the service on this
// machine only if the page comes from this machine too.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const DIST = new URL('../../dist', import.meta.url).pathname;

export async function serve(): Promise<{ address: string; close(): void }> {
  const server = createServer(async ({ url }, answer) => {
    const file = url === '/' ? '/index.html' : url!;
    const type = file.endsWith('.js') ? 'text/javascript' : 'text/html';
    try {
      answer.setHeader('content-type', type).end(await readFile(DIST + file));
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
