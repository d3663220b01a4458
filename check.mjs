import { whenAble } from './abilities.mjs';

whenAble(() => import('./check.ts'));
