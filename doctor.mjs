import { whenAble } from './abilities.mjs';

whenAble(async () => {
  const { doctor } = await import('./src/doctor.ts');
  process.exitCode = await doctor();
});
