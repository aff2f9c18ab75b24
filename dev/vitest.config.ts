import { defineConfig } from 'vitest/config';

// Real programs are started: few at a time, and each test says itself how long it may take.
export default defineConfig({
  test: {
    name: 'dev',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    exclude: ['e2e/**', '**/node_modules/**'],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 120_000,
  },
});
