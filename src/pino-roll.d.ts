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
    file: string;
    extension: string;
    size: string;
    limit: { count: number };
    /** Bytes that wait for the disk at most; lines beyond are dropped. */
    maxLength: number;
  }): Promise<RollingFile>;
}
