/** The package ships no types; this is the part that `log.ts` uses. */
declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  interface RollingFile extends EventEmitter {
    /** The file that is written now. */
    readonly file?: string;
    write(line: string): boolean;
    end(): void;
  }
  export default function roll(options: {
    /** The ending follows the date and the number: `a.b.log` → `a.b.2026-03-01.1.log`. */
    file: string;
    frequency: 'daily';
    dateFormat: string;
    size: string;
    /** Files of one log; with `removeOtherLogFiles` those of earlier starts count too. */
    limit: { count: number; removeOtherLogFiles: boolean };
    /** Bytes that wait for the disk at most; lines beyond are dropped. */
    maxLength: number;
  }): Promise<RollingFile>;
}
