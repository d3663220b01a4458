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

const one = {
  // Generous: a busy machine is no fault of the program.
  testTimeout: 60_000,
  hookTimeout: 90_000,
  pool: 'forks' as const,
};

export default defineConfig({
  test: {
    // Most of what takes long waits, for kills, pauses and other processes: two cores have time for more than two.
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...one, name: 'wire', include: ['test/**/*.test.ts', 'emulator/**/*.test.ts'] } },
      // No module keeps a state: they can share what is loaded.
      { test: { ...one, name: 'units', include: ['src/**/*.test.ts'], isolate: false } },
    ],
  },
});
