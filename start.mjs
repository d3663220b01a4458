import { whenAble } from './abilities.mjs';

whenAble(() => import('./src/supervisor.ts'));
