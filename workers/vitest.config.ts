import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const globalSetup = ['./testing/global-setup.ts'];
const root = import.meta.dirname;

/** `verbs` run in Node against a real Postgres as the application role; `api` runs in workerd, with real Durable Objects. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'verbs',
          root,
          include: ['**/*.test.ts'],
          exclude: ['api/**', '**/node_modules/**'],
          globalSetup,
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            main: './testing/api-worker.ts',
            wrangler: { configPath: './testing/wrangler.toml' },
            miniflare: {
              bindings: {
                DATABASE_URL: inject('server').apiDatabaseUrl,
                NEON_PROXY: inject('server').proxy,
                PUBLIC_URL: 'https://home.example.com',
                AUTH_SECRET: 'a secret of the tests, at least 32 characters',
                TUF_KEYS: inject('server').tufKeys,
              },
            },
          })),
        ],
        test: { name: 'api', root, include: ['api/**/*.test.ts'], globalSetup, maxWorkers: 2, testTimeout: 30_000, hookTimeout: 60_000 },
      },
    ],
  },
});
