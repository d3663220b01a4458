/**
 * Loaded before the program (`NODE_OPTIONS=--import=…`): its wall clock is ahead by the milliseconds that the file
 * named by `CLOCK_AHEAD_FILE` tells, from one moment to the next. The monotonic clock stays what it is, as when a
 * machine's clock is set.
 */
import { readFileSync } from 'node:fs';

const RealDate = Date;
const file = process.env.CLOCK_AHEAD_FILE ?? '';
let ahead = 0;

function look() {
  try {
    ahead = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    // Not written yet: the clock is right.
  }
}

look();
setInterval(look, 50).unref();

const now = () => RealDate.now() + ahead;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
