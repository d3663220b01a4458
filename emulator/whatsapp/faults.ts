import { z } from 'zod';

const attrs = z.record(z.string(), z.string());
const count = z.number().int().min(0);
const code = z.union([z.number().int(), z.string()]).transform(String);

/** Everything that can be made to go wrong; `control.ts` explains each. Counters run down to 0. */
const schema = z.strictObject({
  rttMs: z.number().min(0),
  loseAcks: z.number().min(0).max(1),
  dropBeforeAck: count,
  dropAfterAck: count,
  dropAfterStanzas: count,
  errorAck: z.strictObject({ code, times: count.default(1), afterMessages: count.default(0) }).nullable(),
  refusePn: z.boolean(),
  phashOnAck: count,
  errorUser: code.nullable(),
  usyncTimeout: count,
  usyncError: z.strictObject({ code, times: count.default(1) }).nullable(),
  bundleMissing: code.nullable(),
  repeatReceipts: z.union([count, z.boolean().transform(Number)]),
  receiptDelayMs: z.number().min(0),
  lateReceipts: z.boolean(),
  reverseReceipts: z.boolean(),
  retryReceipts: count,
  silent: z.boolean(),
  loginHangs: z.boolean(),
  leastVersion: z.number().int().nullable(),
  refuseConnections: z.boolean(),
  loginFailure: z.strictObject({ code, attrs: attrs.default({}), times: count.default(1) }).nullable(),
  mediaStatus: z
    .strictObject({
      status: z.number().int(),
      times: count.default(1),
      on: z.enum(['upload', 'download']).default('upload'),
    })
    .nullable(),
  mediaTrouble: z
    .strictObject({
      how: z.enum(['reset', 'hang', 'slow', 'expired']),
      times: count.default(1),
      on: z.enum(['upload', 'download']).default('upload'),
      /** How long a slow host takes to answer. */
      ms: count.default(3000),
    })
    .nullable(),
  reachoutTimelock: z.strictObject({
    isActive: z.boolean(),
    /** Unix seconds. */
    until: z.number().int().optional(),
    type: z.string().optional(),
  }),
  newChatCap: z.strictObject({
    total_quota: z.number().default(-1),
    used_quota: z.number().default(0),
    cycle_start_timestamp: code.default('0'),
    cycle_end_timestamp: code.default('0'),
    capping_status: z.string().default('NONE'),
    ote_status: z.string().default('NOT_ELIGIBLE'),
    mv_status: z.string().default('NOT_ELIGIBLE'),
  }),
  holdOffline: z.boolean(),
  blockedHead: z.boolean(),
  pairing: z.enum(['silent', 'passkey', 'refresh']).nullable(),
});

export type Faults = z.output<typeof schema>;
export type MediaTrouble = NonNullable<Faults['mediaTrouble']>;

/** Things that happen once, at once. */
const instant = z.object({
  disconnect: z
    .strictObject({
      code: code.optional(),
      attrs: attrs.default({}),
      conflict: z.string().optional(),
      kind: z.enum(['stream', 'failure', 'drop']).default('stream'),
    })
    .optional(),
  push: z.boolean().default(false),
  pushCap: z.boolean().default(false),
  keepKeys: count.optional(),
  halfOpen: z.boolean().default(false),
});
type Instant = z.output<typeof instant>;
export type Disconnect = NonNullable<z.output<typeof instant>['disconnect']>;

export interface FaultState {
  readonly now: Faults;
  /** Sets what is named; throws a `ZodError` for anything unknown. `clear` resets before that. */
  set(body: Record<string, unknown>): Instant;
  /** Counts one event of a kind; true when this one is to go wrong. */
  countDown(name: 'dropBeforeAck' | 'dropAfterAck' | 'dropAfterStanzas'): boolean;
  /** Takes one of so many times; true while there are some left. */
  take(name: 'phashOnAck' | 'usyncTimeout' | 'retryReceipts'): boolean;
  takeErrorAck(): string | undefined;
  takeTimes<T extends { times: number }>(fault: T | null): T | undefined;
  /** True with the probability of `loseAcks`; the same series in every run. */
  losesAck(): boolean;
}

function nothing(): Faults {
  return {
    rttMs: 0,
    loseAcks: 0,
    dropBeforeAck: 0,
    dropAfterAck: 0,
    dropAfterStanzas: 0,
    errorAck: null,
    refusePn: false,
    phashOnAck: 0,
    errorUser: null,
    usyncTimeout: 0,
    usyncError: null,
    bundleMissing: null,
    repeatReceipts: 0,
    receiptDelayMs: 0,
    lateReceipts: false,
    reverseReceipts: false,
    retryReceipts: 0,
    silent: false,
    loginHangs: false,
    leastVersion: null,
    refuseConnections: false,
    loginFailure: null,
    mediaStatus: null,
    mediaTrouble: null,
    reachoutTimelock: { isActive: false },
    newChatCap: schema.shape.newChatCap.parse({}),
    holdOffline: false,
    blockedHead: false,
    pairing: null,
  };
}

export function createFaults(rttMs: number): FaultState {
  let now: Faults = { ...nothing(), rttMs };
  const random = seededRandom(20_261_125);
  return {
    get now() {
      return now;
    },
    set({ clear, disconnect, keepKeys, halfOpen, ...body }) {
      const push = takePush(body, 'reachoutTimelock');
      const pushCap = takePush(body, 'newChatCap');
      const change = schema.partial().parse(body);
      const once = instant.parse({ disconnect, push, pushCap, keepKeys, halfOpen });
      const base = clear === true ? nothing() : now;
      now = { ...base, ...definedOnly(change) };
      return once;
    },
    countDown(name) {
      if (now[name] === 0) return false;
      now[name] -= 1;
      return now[name] === 0;
    },
    take(name) {
      if (now[name] === 0) return false;
      now[name] -= 1;
      return true;
    },
    takeErrorAck() {
      const fault = now.errorAck;
      if (!fault || fault.times === 0) return undefined;
      if (fault.afterMessages > 0) {
        fault.afterMessages -= 1;
        return undefined;
      }
      fault.times -= 1;
      return fault.code;
    },
    takeTimes(fault) {
      if (!fault || fault.times === 0) return undefined;
      fault.times -= 1;
      return fault;
    },
    losesAck: () => now.loseAcks > 0 && random() < now.loseAcks,
  };
}

/** A limit may be told unasked: that stands beside it. */
function takePush(body: Record<string, unknown>, name: 'reachoutTimelock' | 'newChatCap'): boolean {
  const limit = body[name];
  if (!isRecord(limit)) return false;
  const { push, ...rest } = limit;
  body[name] = rest;
  return push === true;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function definedOnly(change: Partial<{ [K in keyof Faults]: Faults[K] | undefined }>): Partial<Faults> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** A small linear congruential generator (constants of Numerical Recipes), in [0, 1). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
