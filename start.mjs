import { whenAble } from './abilities.mjs';

whenAble(async () => {
  const { supervise } = await import('./src/supervisor.ts');
  // Started with a channel, it ends in order when whoever holds the other end is gone.
  const end = () => process.kill(process.pid, 'SIGTERM');
  process.once('disconnect', end);
  process.exitCode = await supervise();
  process.off('disconnect', end);
  if (process.connected) process.disconnect();
});
