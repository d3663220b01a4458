import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These wait for minutes: they go first, so that none is left over for one worker at the end. */
const longest = ['silence', 'twice', 'backup', 'disk', 'restart', 'ending', 'crash'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/e2e/${name}.test.ts`));
      if (at >= 0) return at;
      return longest.length + (moduleId.includes('/e2e/') ? 0 : 1);
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'emulator/**/*.test.ts'],
    // Generous: a busy machine is no fault of the program.
    testTimeout: 60_000,
    hookTimeout: 90_000,
    pool: 'forks',
    // Most of what takes long waits: for kills, pauses, and other processes.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
