import { type ScheduledTask, schedule, validate } from 'node-cron';
import type { Logger } from 'pino';

/** The preventive restart, at a quiet hour of the business. */
export interface RestartPlan {
  /** When it comes next; null when there is none. */
  nextAt(): number | null;
  stop(): Promise<void>;
}

/** `cron` may be `off`. Throws when it is no cron expression: settings are checked before. */
export function planRestart(options: {
  cron: string;
  zone: string;
  run: () => Promise<void>;
  log: Logger;
}): RestartPlan {
  if (options.cron === 'off') return { nextAt: () => null, stop: async () => undefined };
  const task: ScheduledTask = schedule(
    options.cron,
    () => options.run().catch((error: unknown) => options.log.error({ event: 'restart-plan', err: error })),
    { timezone: options.zone, noOverlap: true },
  );
  return {
    nextAt: () => task.getNextRun()?.getTime() ?? null,
    async stop() {
      await task.destroy();
    },
  };
}

export const isCron = (text: string): boolean => text === 'off' || validate(text);
