import { whenAble } from './abilities.mjs';

whenAble(async () => {
  const { backup } = await import('./src/backup.ts');
  process.exitCode = await backup(process.argv.slice(2));
});
