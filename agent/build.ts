import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const here = import.meta.dirname;
export const bundlePath = join(here, 'dist', 'agent.cjs');

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

/** The agent as one file, `agent/dist/agent.cjs`: no node_modules in the image. Returns its size in bytes. */
export async function buildAgent(outfile: string = bundlePath): Promise<number> {
  await bundle(join(here, 'main.ts'), outfile);
  return statSync(outfile).size;
}

/**
 * A program made of the agent's parts as one minified file for Node 24. CommonJS, since importing a module of Node reads all that it exports, and `http`
 * exports what loads fetch and workers: 40 modules that nothing here uses.
 */
export async function bundle(entryPoint: string, outfile: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    define: { HOME_BASE_AGENT_VERSION: JSON.stringify(version) },
    // Native speed-ups that ws does without.
    external: ['bufferutil', 'utf-8-validate'],
    plugins: [englishOnly, zodInParts],
    legalComments: 'linked',
    logLevel: 'warning',
  });
}

if (import.meta.main) console.log(`${bundlePath} ${Math.round((await buildAgent()) / 1024)} kB`);
