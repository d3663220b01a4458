import { whenAble } from './abilities.mjs';

whenAble(async () => {
  const { supervise } = await import('./src/supervisor.ts');
  process.exitCode = await supervise();
});
