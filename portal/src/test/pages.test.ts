import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

interface Request {
  uri: string;
}

/** What CloudFront does with the path of a request, as infra/web.yaml has it. */
function pathOf(uri: string): string {
  const template = readFileSync('../infra/web.yaml', 'utf8');
  const code = /FunctionCode: \|\n((?: {8}.*\n)+)/.exec(template)?.[1] ?? '';
  const event = { request: { uri } };
  return (runInNewContext(`${code}; handler(event)`, { event }) as Request).uri;
}

describe('paths in the cloud', () => {
  it('answers pages with the portal itself', () => {
    for (const page of ['/', '/bookings', '/call/bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R', '/visit'])
      expect(pathOf(page)).toBe('/index.html');
  });

  it('answers files with themselves', () => {
    for (const file of ['/config.json', '/assets/index-B1x2.js']) expect(pathOf(file)).toBe(file);
  });
});
