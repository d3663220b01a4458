import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { whenAble } from './abilities.mjs';

// Programs are started some hundred times: what Node has compiled once need not be compiled again.
const cache = fileURLToPath(new URL('node_modules/.cache/node', import.meta.url));
const vitest = fileURLToPath(new URL('node_modules/vitest/vitest.mjs', import.meta.url));

whenAble(() => {
  const args = [vitest, 'run'].concat(process.argv.slice(2));
  const env = Object.assign({ NODE_COMPILE_CACHE: cache }, process.env);
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: env });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code === null ? 1 : code;
  });
});
