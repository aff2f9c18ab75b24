import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const here = import.meta.dirname;
export const bundlePath = join(here, 'dist', 'agent.mjs');

/** Zod carries its messages in 50 languages, a third of the bundle; the agent's are read by operators, in English. */
const englishOnly: Plugin = {
  name: 'zod-english-only',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: "export { default as en } from './en.js';" })),
};

/** `import { z }` takes all of zod along; as a namespace esbuild keeps what is used: 92 kB less to load, 1.7 MB less resident. */
const zodInParts: Plugin = {
  name: 'zod-in-parts',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/](schema|agent)[\\/].*\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replace("import { z } from 'zod';", "import * as z from 'zod';"),
    })),
};

/** The agent as one minified file for Node 24, `agent/dist/agent.mjs`: no node_modules in the image. Returns its size in bytes. */
export async function buildAgent(outfile: string = bundlePath): Promise<number> {
  const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  await build({
    entryPoints: [join(here, 'main.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // CommonJS packages inside (tuf-js) call require for Node's own modules, and look for their folder.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';import{fileURLToPath as __toPath}from'node:url';const require=__createRequire(import.meta.url);const __filename=__toPath(import.meta.url);const __dirname=__toPath(new URL('.',import.meta.url));",
    },
    define: { HOME_BASE_AGENT_VERSION: JSON.stringify(version) },
    // Native speed-ups that ws does without.
    external: ['bufferutil', 'utf-8-validate'],
    plugins: [englishOnly, zodInParts],
    legalComments: 'linked',
    logLevel: 'warning',
  });
  return statSync(outfile).size;
}

if (import.meta.main) console.log(`${bundlePath} ${Math.round((await buildAgent()) / 1024)} kB`);
