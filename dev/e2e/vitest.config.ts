import { defineConfig } from 'vitest/config';

// Whole Home Bases with whole clusters: one file at a time.
export default defineConfig({
  test: {
    name: 'whole road',
    root: import.meta.dirname,
    include: ['**/*.e2e.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
