/**
 * Loaded before the program by the soak (`node --import`): at SIGUSR2 it collects garbage and writes into the file named
 * by `MEASURE_TO` what the process holds. The program knows nothing of it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const file = process.env.MEASURE_TO ?? '';

if (/main\.ts$/.test(process.argv[1] ?? '')) {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    collect();
    collect();
    const { heapUsed, external, rss } = process.memoryUsage();
    const handles = process.getActiveResourcesInfo().length;
    writeFileSync(`${file}.part`, JSON.stringify({ heapUsed, external, rss, handles }));
    renameSync(`${file}.part`, file);
  });
}
