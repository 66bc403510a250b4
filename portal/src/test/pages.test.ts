import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

interface Request {
  uri: string;
  querystring: object;
}

/** What CloudFront makes of a request, as infra/web.yaml has it. */
function answered(uri: string): Request {
  const template = readFileSync('../infra/web.yaml', 'utf8');
  const code = /FunctionCode: \|\n((?: {8}.*\n)+)/.exec(template)?.[1] ?? '';
  const event = { request: { uri, querystring: { utm_source: { value: 'mail' } } } };
  return runInNewContext(`${code}; handler(event)`, { event }) as Request;
}

describe('paths in the cloud', () => {
  it('answers pages with the portal itself', () => {
    for (const page of ['/', '/bookings', '/call/bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R', '/visit'])
      expect(answered(page).uri).toBe('/index.html');
  });

  it('answers a link with the portal itself, however mail programs wrote it', () => {
    const token = 'eyJ0eXAi.eyJhdWQi.c2lnbmF0dXJl';
    for (const link of [
      `/visit%23${token}`,
      `/visit%2523${token}.`,
      `/VISIT%23${token}.json`,
      `/visit/${token}`,
      `/%23${token}`,
      `/%23${token}.json`,
      `/%2523${token}.`,
      `/%20visit%23${token}.txt`,
      `/en/visit%23${token}.json`,
      `/bookings%23${token}.js`,
      `/${token}.js`,
      '//visit',
      '/visit.',
      '/call/bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R).',
    ]) {
      expect(JSON.stringify(answered(link))).not.toContain(token);
      expect(answered(link)).toEqual({ uri: '/index.html', querystring: {} });
    }
  });

  it('answers files with themselves', () => {
    const built = readdirSync('public').map((file) => `/${file}`);
    for (const file of [...built, '/index.html', '/config.json', '/assets/index-B1x2.js'])
      expect(answered(file).uri).toBe(file);
  });
});
