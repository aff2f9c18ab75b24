// npm run catalog:ingest -- [--out DIR] [--stand-ins] [--offline]: checks the lock file and writes each definition's canonical bytes, named by sha256, and index.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { indexUpstream } from './index-upstream.ts';
import { ingest } from './ingest.ts';

const { values } = parseArgs({
  options: { out: { type: 'string' }, 'stand-ins': { type: 'boolean', default: false }, offline: { type: 'boolean', default: false } },
});

try {
  const { resources, standIn, report } = await ingest({
    mirror: process.env.HOME_BASE_UPSTREAM,
    network: !values.offline,
    allowStandIns: values['stand-ins'],
  });
  for (const line of report) console.log(line);
  const { index, blobs } = indexUpstream(resources);
  const bytes = index.reduce((sum, entry) => sum + entry.bytes, 0);
  console.log(`${index.length} definitions, ${bytes} bytes${standIn ? ', all stand-ins' : ''}`);
  if (values.out) {
    mkdirSync(values.out, { recursive: true });
    for (const [sha256, text] of blobs) writeFileSync(join(values.out, sha256), text);
    writeFileSync(join(values.out, 'index.json'), `${JSON.stringify({ standIn, index }, undefined, 1)}\n`);
    console.log(`written to ${values.out}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
