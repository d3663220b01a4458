/**
 * The loop behind `schedule.ts`: starts what is due, has a person asked about what was missed, makes the next one of
 * a campaign that repeats, and copies rows. Every round reads rows alone; a poke only shortens its wait.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock, Dice } from '../clock.ts';
import type { AccountId, Campaign } from './campaign.ts';
import { layoutOf } from './content.ts';
import type { Control } from './control/control.ts';
import type {
  AccountStore,
  CampaignStore,
  HoldReason,
  NewRecipient,
  PeopleStore,
  Recipient,
  RecipientStore,
} from './ports.ts';
import { rowId, SKIP_REASONS } from './recipient.ts';
import { judge, occurrenceAfter } from './schedule.ts';
import { createLatch } from './sending/latch.ts';

export interface Scheduler {
  /** A campaign was scheduled or began: look now instead of soon. */
  poke(): void;
  /** Looks until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
}

export interface SchedulerDeps {
  readonly account: AccountId;
  readonly campaigns: CampaignStore;
  readonly recipients: Pick<
    RecipientStore,
    'page' | 'append' | 'counts' | 'setParts' | 'dropCancelled' | 'dropOptedOut'
  >;
  readonly people: Pick<PeopleStore, 'refused'>;
  readonly accounts: Pick<AccountStore, 'holds'>;
  /** The only writer of campaign states. */
  readonly control: Pick<Control, 'startDue' | 'miss'>;
  /** The business's zone. */
  readonly zone: () => string;
  /** False while this machine's clock can't be trusted: nothing leaves by it then. */
  readonly clockIsRight: () => boolean;
  readonly clock: Clock;
  readonly dice: Pick<Dice, 'id'>;
  readonly log: Logger;
}

/** The wall clock may be set at any time: a wait for hours would not notice. */
const LOOK_AGAIN = 60_000;
/** While something is due and may not begin: nobody tells when it may. */
const LOOK_HELD = 5_000;
const PAGE = 500;

/** Whoever set one of these wants nothing to begin by itself. What is due meanwhile is late, and asks. */
const NOTHING_BEGINS: readonly HoldReason[] = ['disabled', 'copy', 'replaced'];

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const latch = createLatch(deps.clock);
  return {
    poke: latch.poke,
    async run(signal) {
      while (!signal.aborted) {
        const acted = await look(deps, signal);
        if (!acted) await latch.wait(await untilNext(deps), signal);
      }
    },
  };
}

async function untilNext({ account, campaigns, clock }: SchedulerDeps): Promise<number> {
  const next = await campaigns.nextDue(account);
  const wait = next === null ? LOOK_AGAIN : next - clock.now();
  return wait > 0 ? Math.min(wait, LOOK_AGAIN) : LOOK_HELD;
}

/** One round; true when something was done that may make something else possible. */
async function look(deps: SchedulerDeps, signal: AbortSignal): Promise<boolean> {
  const { account, campaigns } = deps;
  let acted = await beginDue(deps);
  for (const campaign of await campaigns.unfollowed(account)) {
    await follow(deps, campaign);
    acted = true;
  }
  for (const campaign of await campaigns.unfilled(account)) {
    await fill(deps, campaign, signal);
    if (signal.aborted) return false;
    acted = true;
  }
  return acted;
}

async function beginDue(deps: SchedulerDeps): Promise<boolean> {
  const { account, campaigns, control, clock, log } = deps;
  const due = await campaigns.due(account, clock.now());
  if (due.length === 0) return false;
  if (!deps.clockIsRight()) {
    log.debug({ event: 'schedule-waits', why: 'clock', campaigns: due.map(({ id }) => id) });
    return false;
  }
  const held = (await deps.accounts.holds(account, clock.now())).some(({ reason }) =>
    NOTHING_BEGINS.includes(reason),
  );
  let acted = false;
  for (const campaign of due) {
    const { id, dueAt, copyOf } = campaign;
    if (dueAt === null) continue;
    switch (judge(campaign, clock.now())) {
      case 'wait':
        continue;
      case 'missed':
        await control.miss(id, dueAt);
        acted = true;
        continue;
      case 'start':
        if (held || copyOf !== null) continue;
        await control.startDue(id, dueAt);
        acted = true;
    }
  }
  return acted;
}

/** The next one of a campaign that repeats: same list, message and consent. A kill in between finds it made or not. */
async function follow({ campaigns, clock, zone, log }: SchedulerDeps, one: Campaign): Promise<void> {
  const { accountId, name, createdBy, createdByName, content, footer, pace, consent, repeat } = one;
  if (!repeat) return;
  const now = clock.now();
  const dueAt = occurrenceAfter(repeat, Math.max(now, one.dueAt ?? one.startedAt ?? now), zone());
  // The file goes with the campaign that brought it; rows are all that is needed.
  const list = one.list && { ...one.list, path: '' };
  // The day's closing stays; the hour by which one of them should be out is its own.
  const closing = one.closing?.daily == null ? null : { daily: one.closing.daily, by: null };
  const same = {
    accountId,
    name,
    createdBy,
    createdByName,
    content,
    footer,
    pace,
    closing,
    consent,
    repeat,
    list,
  };
  const { campaign } = await campaigns.derive({
    ...same,
    createdAt: now,
    dueAt,
    parentId: one.id,
    relation: 'next',
  });
  log.info({ event: 'campaign-followed', campaign: one.id, by: campaign.id });
}

/** Copies rows, under new wire ids. Begun anew after a kill: a line that is there stays as it is. */
async function fill(deps: SchedulerDeps, target: Campaign, signal: AbortSignal): Promise<void> {
  const { account, campaigns, recipients, clock } = deps;
  const { id, copyOf, relation } = target;
  if (copyOf === null) return;
  await recipients.setParts(id, layoutOf(target).length);
  const which = relation === 'retry' ? ({ states: ['failed'] } as const) : {};
  for (let after = -1; ; ) {
    const rows = await recipients.page(copyOf, { after, limit: PAGE, ...which });
    const last = rows.at(-1);
    if (!last) break;
    await recipients.append(id, await again(deps, target, rows));
    after = last.line;
    await breathe();
    if (signal.aborted) return;
    // Cancelled meanwhile: what was copied since has nobody else to end it.
    if ((await campaigns.get(id))?.state !== 'scheduled')
      return void (await recipients.dropCancelled(account, clock.now()));
  }
  const { rows, people } = await recipients.counts(id, clock.now());
  const list = target.list && { ...target.list, summary: { ...target.list.summary, rows, people } };
  await campaigns.step(id, ['scheduled'], { copyOf: null, list });
}

/**
 * Rows as an import would make them: what it left out stays out, but for who has taken an opt-out back; who has said
 * no since is out. Whoever was forgotten has no number any more.
 */
async function again(
  { account, people, dice }: SchedulerDeps,
  { relation }: Campaign,
  rows: readonly Recipient[],
): Promise<NewRecipient[]> {
  const wanted = rows.filter(
    ({ phone, atImport, reason }) =>
      (atImport || phone !== null) && !(relation === 'retry' && !isRetried({ reason })),
  );
  const phones = wanted.flatMap(({ phone }) => phone ?? []);
  const refused = await people.refused(account, phones);
  return wanted.map(({ line, written, phone, fields, atImport, reason, detail }) => {
    const out = SKIP_REASONS.find((one) => atImport && one === reason && one !== 'opted-out') ?? null;
    const skip = out ?? (phone !== null && refused.has(phone) ? 'opted-out' : null);
    return {
      ...{ line, written, phone, fields },
      skip,
      detail: out ? detail : null,
      wireId: rowId(dice.id(8)),
    };
  });
}

/** One that was not confirmed may have arrived: under a new id it could be shown twice. */
export const isRetried = ({ reason }: Pick<Recipient, 'reason'>): boolean => reason !== 'unconfirmed';
