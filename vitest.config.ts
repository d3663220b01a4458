import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'emulator/**/*.test.ts'],
    // Generous: a busy machine is no fault of the program.
    testTimeout: 60_000,
    hookTimeout: 90_000,
    pool: 'forks',
    // Most of what takes long waits: for kills, pauses, and other processes.
    maxWorkers: 3,
  },
});
