/**
 * `node workers/trust/ceremony-cli.ts create DIR` and `… rotate DIR [--root-keys] [--online-keys]`, run on a machine that is not the edge.
 * DIR keeps `{N}.root.json` (publish it), `online-keys.json` (the Worker's secret TUF_KEYS) and `ceremony.json` (root keys: keep it offline).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createTrust, rotateRoot, type Trust } from './ceremony.ts';
import { onlineRoles, SigningKey } from './keys.ts';

const Stored = z.object({
  version: z.number().int(),
  rootJson: z.string(),
  rootSha256: z.string(),
  onlineKeys: z.array(SigningKey.extend({ role: z.enum(onlineRoles) })),
  rootKeys: z.array(SigningKey),
  threshold: z.number().int(),
});

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'root-keys': { type: 'boolean' }, 'online-keys': { type: 'boolean' } },
});
const [command, dir] = positionals;
if (!dir || (command !== 'create' && command !== 'rotate')) {
  console.error('usage: ceremony-cli.ts create DIR | rotate DIR [--root-keys] [--online-keys]');
  process.exit(2);
}
const now = new Date();
const trust: Trust =
  command === 'create'
    ? await createTrust({ now })
    : await rotateRoot(Stored.parse(JSON.parse(readFileSync(join(dir, 'ceremony.json'), 'utf8'))), {
        now,
        rootKeys: values['root-keys'] ?? false,
        onlineKeys: values['online-keys'] ?? false,
      });
mkdirSync(dir, { recursive: true, mode: 0o700 });
// Never write over a root that may be out in the world.
writeFileSync(join(dir, `${trust.version}.root.json`), trust.rootJson, { flag: 'wx' });
writeFileSync(join(dir, 'online-keys.json'), tufKeysSetting(trust), { mode: 0o600 });
writeFileSync(join(dir, 'ceremony.json'), JSON.stringify(trust), { mode: 0o600 });
console.log(`root ${trust.version}, sha256 ${trust.rootSha256}, ${trust.threshold} of ${trust.rootKeys.length} root keys must sign`);

function tufKeysSetting({ onlineKeys }: Trust): string {
  return JSON.stringify(onlineKeys.map(({ role, keyId, pkcs8 }) => ({ role, keyId, pkcs8 })));
}
