/** The one place where the environment is read. Every bad setting is told at once, in words. */

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { config } from 'dotenv';
import { z } from 'zod';
import type { PreferenceValues } from './preferences.ts';
import { type DailySpan, isZone, parseSpan, WEEKDAYS } from './queue/calendar.ts';
import { OWN_PACE, PACES } from './queue/ports.ts';
import { HEALTH_LIMITS } from './queue/sending/health.ts';
import { wordChoices } from './queue/words.ts';
import { isCron } from './upkeep/cron.ts';

export interface Settings {
  readonly production: boolean;
  readonly telegram: {
    token: string;
    apiRoot: string | null;
    operators: readonly number[];
    /** Updates are brought to us instead of asked for. */
    webhook: boolean;
  };
  readonly whatsapp: {
    wsUrl: string | null;
    version: readonly [number, number, number] | null;
    maxInFlight: number | null;
    addressing: 'lid' | 'pn';
    /** False: numbers are taken for registered as they are written. */
    numberCheck: boolean;
  };
  readonly restart: { password: string | null; cron: string };
  /** For sealed copies; null: it is asked for. */
  readonly backupPassphrase: string | null;
  readonly port: number;
  /** Where the port is reached from outside, without a slash at the end; null: nowhere. */
  readonly publicUrl: string | null;
  /** Pages of other origins that may ask. */
  readonly origins: readonly string[];
  /** Opens `/metrics` to who is not in a private network. */
  readonly metricsToken: string | null;
  /** Defaults of what admins may change in the chat. */
  readonly preferences: PreferenceValues;
  readonly idleMinutes: number;
  readonly maxImageBytes: number;
  /** Days after which ended campaigns name nobody any more; null: never. */
  readonly retentionDays: number | null;
  readonly folders: { data: string; sessions: string; uploads: string; logs: string };
  /** Where programs of the machine are looked for, as `PATH` names it. */
  readonly searchPath: string;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error';
}

/** A start with bad settings: all of them, one sentence each. */
export class BadSettings extends Error {
  override name = 'BadSettings';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));
const minutes = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'must be a number of minutes')
  .transform(Number)
  .pipe(z.number().min(0.05, 'must be at least 0.05').max(100_000, 'must be at most 100000'));
const off = <T>(schema: z.ZodType<T, string>) => z.union([z.literal('off'), schema]);
const url = (...protocols: string[]) =>
  z.string().refine(
    (text) => {
      const parsed = URL.parse(text);
      return parsed !== null && protocols.includes(parsed.protocol);
    },
    `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  );
const origin = z.string().refine((text) => {
  const parsed = URL.parse(text);
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === text;
}, 'must be origins such as https://example.com, separated by commas');
/** A scheme may be missing, as in what Railway names. */
const publicUrl = z
  .string()
  .transform((text) => (/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`).replace(/\/+$/, ''))
  .pipe(url('http:', 'https:'))
  // Telegram opens and asks nothing else; on this machine there is no certificate.
  .refine((text) => {
    const { protocol, hostname } = URL.parse(text) ?? {};
    return protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost';
  }, 'must begin with https://');
const span = z.string().transform((text, context): DailySpan => {
  const parsed = parseSpan(text);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'must look like 20:00-08:00, or off' });
  return z.NEVER;
});

const weekdays = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter(Boolean),
  )
  .pipe(
    z
      .array(z.enum(WEEKDAYS, { error: `must be days like sat,sun (${WEEKDAYS.join(', ')})` }))
      .max(WEEKDAYS.length - 1, 'must leave a day on which people may be written to'),
  );

const schema = z.object({
  NODE_ENV: z.string().optional(),
  TELEGRAM_BOT_TOKEN: z
    .string({ error: 'is missing: ask @BotFather in Telegram for a bot, and copy its token here' })
    .regex(/^\d+:[\w-]{6,}$/, 'is not a token of @BotFather (it looks like 123456:ABC-def…)'),
  OPERATOR_IDS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
    .pipe(
      z.array(
        z.string().regex(/^\d+$/, 'must be numeric Telegram ids, separated by commas').transform(Number),
      ),
    ),
  RESTART_PASSWORD: z.string().min(6, 'must have at least 6 characters').optional(),
  RESTART_CRON: z
    .string()
    .refine(isCron, 'must be a cron expression of five fields, or off')
    .default('0 4 * * *'),
  BACKUP_PASSPHRASE: z.string().min(8, 'must have at least 8 characters').optional(),
  PORT: whole(0, 65_535).default(3009),
  PUBLIC_URL: publicUrl.optional(),
  RAILWAY_STATIC_URL: publicUrl.optional(),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
    .pipe(z.array(origin)),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  TZ: z.string().refine(isZone, 'is not a time zone (for example America/Asuncion)').optional(),
  DEFAULT_COUNTRY: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'must be a country of two letters, for example PY')
    .transform((text) => text.toUpperCase())
    .optional(),
  DEFAULT_LANGUAGE: z.enum(['es', 'en', 'pt'], { error: 'must be es, en or pt' }).default('es'),
  INACTIVITY_MINUTES: off(minutes).default(30),
  PACE: z
    .union([z.enum(PACES), whole(OWN_PACE.least, OWN_PACE.most)], {
      error: `must be ${PACES.join(', ')}, or messages a minute (${OWN_PACE.least} to ${OWN_PACE.most})`,
    })
    .default('normal'),
  DAILY_CAP: z.union([z.literal('auto'), off(whole(1, 10_000_000))]).default('auto'),
  QUIET_HOURS: off(span).default({ from: 20 * 60, to: 8 * 60 }),
  QUIET_DAYS: off(weekdays).default([]),
  QUIET_ZONE: z
    .enum(['recipient', 'business'], { error: 'must be recipient or business' })
    .default('recipient'),
  CANARY: off(whole(1, 100)).default(5),
  MOST_UNREGISTERED: off(whole(1, 100)).default(HEALTH_LIMITS.unregistered),
  MOST_FAILED: off(whole(1, 100)).default(HEALTH_LIMITS.failed),
  MOST_UNREADABLE: off(whole(1, 100)).default(HEALTH_LIMITS.unreadable),
  MOST_QUOTA: off(whole(1, 100)).default(HEALTH_LIMITS.quota),
  LEAST_DELIVERED: off(whole(1, 100)).default(HEALTH_LIMITS.delivered),
  LEAST_ANSWERS: off(whole(1, 100)).default(HEALTH_LIMITS.answers),
  MAX_IMAGE_MB: whole(1, 20).default(10),
  RETENTION_DAYS: off(whole(1, 36_500)).default('off'),
  OPT_OUT_WORDS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(/[,;\n]/)
        .map((word) => word.trim())
        .filter(Boolean),
    )
    .pipe(wordChoices.optOutWords),
  DATA_ROOT: z.string().optional(),
  RAILWAY_VOLUME_MOUNT_PATH: z.string().optional(),
  DATA_DIR: z.string().optional(),
  SESSIONS_DIR: z.string().optional(),
  UPLOADS_DIR: z.string().optional(),
  LOG_DIR: z.string().optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error'], { error: 'must be trace, debug, info, warn or error' })
    .default('info'),
  TELEGRAM_API_ROOT: url('http:', 'https:').optional(),
  TELEGRAM_WEBHOOK: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
  WHATSAPP_WS_URL: url('ws:', 'wss:').optional(),
  WHATSAPP_VERSION: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'must look like 2.3000.1023223821')
    .optional(),
  WHATSAPP_MAX_IN_FLIGHT: whole(1, 1000).optional(),
  WHATSAPP_ADDRESSING: z.enum(['lid', 'pn'], { error: 'must be lid or pn' }).default('lid'),
  NUMBER_CHECK: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
});

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that may lie in a file whose path is named by `…_FILE`. */
const SECRETS = ['TELEGRAM_BOT_TOKEN', 'RESTART_PASSWORD', 'BACKUP_PASSPHRASE', 'METRICS_TOKEN'] as const;

/** `.env` below the working folder, under the environment. Throws `BadSettings`. */
export function loadSettings(environment: Environment = process.env): Settings {
  return parseSettings(withFile(environment));
}

/**
 * Settings for what must work while they are wrong or missing: a bad one counts as absent, and the token is empty
 * when there is none.
 */
export function readableSettings(environment: Environment = process.env): {
  settings: Settings;
  problems: readonly string[];
} {
  const all = withFile(environment);
  try {
    return { settings: parseSettings(all), problems: [] };
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    const { given } = takeGiven(all);
    const bad = schema.safeParse(given).error?.issues.map((issue) => String(issue.path[0])) ?? [];
    const good = Object.entries(given).filter(([name]) => !bad.includes(name));
    const readable = schema.parse({ TELEGRAM_BOT_TOKEN: NO_TOKEN, ...Object.fromEntries(good) });
    const settings = shape(readable, given.PATH);
    const token = settings.telegram.token === NO_TOKEN ? '' : settings.telegram.token;
    return { settings: { ...settings, telegram: { ...settings.telegram, token } }, problems: error.problems };
  }
}

/** In place of one, so that the rest can be read. */
const NO_TOKEN = '0:absent';

function withFile(environment: Environment): Environment {
  const file: Record<string, string> = {};
  config({ processEnv: file, quiet: true });
  return { ...file, ...environment };
}

/** Throws `BadSettings` with every problem. Empty values count as absent. */
export function parseSettings(environment: Environment): Settings {
  const { given, problems } = takeGiven(environment);
  const parsed = schema.safeParse(given);
  // Of a list each bad element is an issue: people are told of the setting, once.
  const told = (parsed.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${sentence(issue)}.`);
  problems.push(...new Set(told));
  if (given.NODE_ENV === 'production' && !given.RESTART_PASSWORD)
    problems.push('RESTART_PASSWORD is missing: choose one, /disable asks for it.');
  if (given.TELEGRAM_WEBHOOK === 'true' && !given.PUBLIC_URL && !given.RAILWAY_STATIC_URL)
    problems.push(
      'PUBLIC_URL is missing: with TELEGRAM_WEBHOOK=true Telegram must know where to bring updates.',
    );
  if (problems.length > 0 || !parsed.success) throw new BadSettings(problems);
  return shape(parsed.data, given.PATH);
}

function takeGiven(environment: Environment) {
  const problems: string[] = [];
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  for (const name of SECRETS) {
    const path = given[`${name}_FILE`];
    if (!path || given[name]) continue;
    try {
      given[name] = readFileSync(path, 'utf8').trim();
    } catch {
      problems.push(`${name}_FILE names a file that can't be read.`);
    }
  }
  return { given, problems };
}

/** A union fails with one issue per member; the last one speaks of the value itself. */
function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.at(-1)?.[0];
    return inner ? `${inner.message}, or off` : issue.message;
  }
  return issue.message;
}

function shape(env: z.infer<typeof schema>, searchPath = ''): Settings {
  const root = env.DATA_ROOT ?? env.RAILWAY_VOLUME_MOUNT_PATH ?? '.';
  const folder = (named: string | undefined, name: string) => resolve(named ?? join(root, name));
  const version = env.WHATSAPP_VERSION?.split('.').map(Number);
  return {
    production: env.NODE_ENV === 'production',
    telegram: {
      token: env.TELEGRAM_BOT_TOKEN,
      apiRoot: env.TELEGRAM_API_ROOT ?? null,
      operators: env.OPERATOR_IDS,
      webhook: env.TELEGRAM_WEBHOOK === 'true',
    },
    whatsapp: {
      wsUrl: env.WHATSAPP_WS_URL ?? null,
      version: version ? [version[0] ?? 0, version[1] ?? 0, version[2] ?? 0] : null,
      maxInFlight: env.WHATSAPP_MAX_IN_FLIGHT ?? null,
      addressing: env.WHATSAPP_ADDRESSING,
      numberCheck: env.NUMBER_CHECK === 'on',
    },
    restart: { password: env.RESTART_PASSWORD ?? null, cron: env.RESTART_CRON },
    backupPassphrase: env.BACKUP_PASSPHRASE ?? null,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? env.RAILWAY_STATIC_URL ?? null,
    origins: env.ALLOWED_ORIGINS,
    metricsToken: env.METRICS_TOKEN ?? null,
    preferences: {
      zone: env.TZ ?? Temporal.Now.timeZoneId(),
      country: env.DEFAULT_COUNTRY ?? null,
      language: env.DEFAULT_LANGUAGE,
      pace: env.PACE,
      dailyCap: env.DAILY_CAP,
      quietHours: env.QUIET_HOURS,
      quietDays: env.QUIET_DAYS === 'off' ? [] : env.QUIET_DAYS,
      quietZone: env.QUIET_ZONE,
      canary: env.CANARY,
      health: {
        unregistered: env.MOST_UNREGISTERED,
        failed: env.MOST_FAILED,
        unreadable: env.MOST_UNREADABLE,
        quota: env.MOST_QUOTA,
        delivered: env.LEAST_DELIVERED,
        answers: env.LEAST_ANSWERS,
      },
      optOutWords: env.OPT_OUT_WORDS,
      footer: true,
    },
    idleMinutes: env.INACTIVITY_MINUTES === 'off' ? Number.POSITIVE_INFINITY : env.INACTIVITY_MINUTES,
    maxImageBytes: env.MAX_IMAGE_MB * 1_000_000,
    retentionDays: env.RETENTION_DAYS === 'off' ? null : env.RETENTION_DAYS,
    folders: {
      data: folder(env.DATA_DIR, 'data'),
      sessions: folder(env.SESSIONS_DIR, 'bot_sessions'),
      uploads: folder(env.UPLOADS_DIR, 'uploads'),
      logs: folder(env.LOG_DIR, 'logs'),
    },
    searchPath,
    logLevel: env.LOG_LEVEL,
  };
}
