/** The stack behind a server that compresses what it sends, as the CDN does and the stack does not. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import type { Stack } from '../support/stack';

/** What of an answer is no more true once it is compressed. */
const OWN = ['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive'];

/** Starts the server; resolves with its address and the way to stop it. */
export async function compressing(stack: Stack) {
  const server = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = 'GET', url = '/', headers } = request;
      const body = method === 'GET' ? undefined : Buffer.concat(parts);
      const authorization = headers.authorization ? { authorization: headers.authorization } : {};
      const sent = { ...authorization, 'content-type': headers['content-type'] ?? 'text/plain' };
      fetch(stack.url + url, { method, headers: sent, ...(body ? { body } : {}) })
        .then(async (got) => {
          const whole = Buffer.from(await got.arrayBuffer());
          const isText = /text|json|javascript|svg/.test(got.headers.get('content-type') ?? '');
          const kept = [...got.headers].filter(([name]) => !OWN.includes(name));
          const packed = isText ? { 'content-encoding': 'gzip' } : {};
          answer.writeHead(got.status, { ...Object.fromEntries(kept), ...packed });
          answer.end(isText ? gzipSync(whole) : whole);
        })
        .catch(() => answer.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, stop: () => server.close() };
}
