import { defineConfig } from 'vitest/config';

/** catalog-unit: pure, seconds. catalog-e2e: a real API server (dev/kube), one file after another. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'catalog-unit',
          root: import.meta.dirname,
          include: ['**/*.test.ts'],
          exclude: ['**/*.e2e.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'catalog-e2e',
          root: import.meta.dirname,
          include: ['**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 240_000,
          hookTimeout: 1_800_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
