import { whenAble } from './abilities.mjs';

whenAble(() => import('./demo/main.ts'));
