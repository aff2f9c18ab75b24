import { defineConfig } from 'vitest/config';

/** `web`: pure parts, in Node. `browser`: the journeys, in Chromium against the whole stack on this machine; one file at a time, it has its own Postgres. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'web', root: import.meta.dirname, include: ['{ui,parts,routes}/**/*.test.{ts,tsx}'] } },
      {
        test: {
          name: 'browser',
          root: import.meta.dirname,
          include: ['e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
