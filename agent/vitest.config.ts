import { defineConfig } from 'vitest/config';

/** agent-unit: pure code and loopback servers, seconds. agent-e2e: a real API server (dev/kube), one after another. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'agent-unit',
          root: import.meta.dirname,
          include: ['**/*.test.ts'],
          exclude: ['**/*.e2e.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'agent-e2e',
          root: import.meta.dirname,
          include: ['**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['./engine/testing/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
