import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { whenAble } from './abilities.mjs';

const vitest = fileURLToPath(new URL('node_modules/vitest/vitest.mjs', import.meta.url));

whenAble(() => {
  const args = [vitest, 'run'].concat(process.argv.slice(2));
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code === null ? 1 : code;
  });
});
