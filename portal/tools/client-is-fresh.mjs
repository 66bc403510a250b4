// Fails if src/shared/api/schema.d.ts is not what docs/openapi.json gives.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'client-'));
const fresh = join(folder, 'schema.d.ts');
const kept = 'src/shared/api/schema.d.ts';
execFileSync(
  'npx',
  ['openapi-typescript', '../docs/openapi.json', '--output', fresh, '--alphabetize'],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
const same = readFileSync(fresh, 'utf8') === readFileSync(kept, 'utf8');
rmSync(folder, { recursive: true });
if (!same) {
  console.error(`${kept} is older than docs/openapi.json. \`npm run client\` writes it anew.`);
  process.exit(1);
}
