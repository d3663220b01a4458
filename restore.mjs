import { whenAble } from './abilities.mjs';

whenAble(async () => {
  const { restore } = await import('./src/backup.ts');
  process.exitCode = await restore(process.argv.slice(2));
});
