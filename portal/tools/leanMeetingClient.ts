import { join } from 'node:path';

import type { Plugin } from 'vite';

const EFFECTS = /\/(VideoFxProcessor|BackgroundSegmentationVideoFrameProcessor)$/;

/** How the client's library for large integers starts to compile code, which it can do without. */
const COMPILES = 'new WebAssembly.Instance(';

/**
 * Takes the parts of the stock meeting client that are used instead of all of it, and keeps it from
 * compiling code, which our content security policy forbids.
 */
export function leanMeetingClient(): Plugin {
  const tool = (name: string) => join(import.meta.dirname, name);
  return {
    name: 'lean-meeting-client',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === 'amazon-chime-sdk-js') return tool('meeting-client.cjs');
      if (!importer?.includes('/amazon-chime-sdk-js/build/')) return null;
      // One of its own modules asks for its whole index.
      if (source === '..') return tool('meeting-client.cjs');
      return EFFECTS.test(source) ? tool('no-video-effects.cjs') : null;
    },
    transform(code, id) {
      if (!id.includes('/node_modules/long/')) return null;
      if (!code.includes(COMPILES)) this.error('It does not compile code in the way that it did.');
      return { code: code.replace(COMPILES, 'null && Array.of('), map: null };
    },
  };
}
