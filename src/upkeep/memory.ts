import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 collect old objects when the heap has grown by 40 % since the last time, instead of several times over:
 * while a million rows are read, garbage would otherwise take as much again as all that is needed. Call it once, at
 * start. `NODE_OPTIONS` in `supervisor.ts` bounds the young objects; `npm run bench` tells the rise.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=40');
}
