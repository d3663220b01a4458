/**
 * A test: one message to the account's own chat, through the same rows and loop as all that is sent. What it
 * says is copied when it is asked for, so that later changes of the draft don't reach it.
 */
import { createHash } from 'node:crypto';
import type { Clock, Dice } from '../clock.ts';
import { type AccountId, CAMPAIGN_TRANSITIONS, type Campaign, type CampaignId } from './campaign.ts';
import { type Content, layoutOf } from './content.ts';
import type { Actor } from './control/control.ts';
import { renderText } from './draft.ts';
import type { PhoneNumber } from './import/phone.ts';
import type { Address, CampaignStore, Recipient, RecipientStore } from './ports.ts';
import type { QueueEvent } from './progress.ts';
import { outcomeOf } from './recipient.ts';
import { createLatch } from './sending/latch.ts';
import { unknownFields } from './template.ts';

/** The linked account itself. Without a known LID it is looked up like anybody's number. */
export interface Self {
  readonly phone: PhoneNumber;
  readonly address: Address | null;
}

export type TrialStart =
  | { ok: true }
  /** `under-way`: this very test waits or has just left, as after a double tap. */
  | { ok: false; why: 'not-linked' | 'not-ready' | 'under-way' };

export type TrialResult =
  | { is: 'accepted' }
  | { is: 'failed'; reason: string }
  /** Not out yet, and nothing is lost: told once. */
  | { is: 'late' };

export interface Trials {
  /** Sends the draft as its first person would get it, or a text of ours. */
  start(actor: Actor, what: { draft: CampaignId } | { text: string }): Promise<TrialStart>;
  /** Watches what becomes of tests, those of before a restart too, until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
}

/** A second tap within this time is the same wish. */
const DOUBLE_TAP = 10_000;
const LATE = 60_000;
const LOOK = { open: 250, none: 60_000 };
const MOST_OPEN = 100;

export function createTrials(deps: {
  account: AccountId;
  campaigns: Pick<CampaignStore, 'create' | 'get' | 'list' | 'step'>;
  recipients: Pick<RecipientStore, 'append' | 'page' | 'resolve' | 'setParts' | 'skip'>;
  self: () => Self | null;
  /** The line that invites to answer BAJA. */
  footer: () => string;
  emit: (event: QueueEvent) => void;
  /** Rows that wait for no turn were added. */
  poke: () => void;
  clock: Clock;
  dice: Pick<Dice, 'id'>;
}): Trials {
  const { account, campaigns, recipients, clock } = deps;
  const latch = createLatch(clock);
  const toldLate = new Set<CampaignId>();
  let last: Promise<unknown> = Promise.resolve();

  async function start(actor: Actor, what: Parameters<Trials['start']>[1]): Promise<TrialStart> {
    const self = deps.self();
    if (!self) return { ok: false, why: 'not-linked' };
    const draft = 'draft' in what ? what.draft : null;
    const rendered = 'draft' in what ? await firstOf(what.draft) : { text: what.text, media: [] };
    if (!rendered) return { ok: false, why: 'not-ready' };
    const name = digestOf(rendered);
    if (await isUnderWay(actor, name)) return { ok: false, why: 'under-way' };
    await add(actor, self, { rendered, name, draft });
    deps.poke();
    latch.poke();
    return { ok: true };
  }

  /** The draft as the first person of its list would get it. */
  async function firstOf(id: CampaignId): Promise<Content | null> {
    const draft = await campaigns.get(id);
    if (draft?.state !== 'draft' || !draft.content) return null;
    if (unknownFields(draft.content.text, draft.list?.fields ?? []).length > 0) return null;
    const [row] = await recipients.page(id, { after: -1, limit: 1, states: ['queued'] });
    if (!row) return null;
    const { media, link } = draft.content;
    return { text: renderText(draft, row.fields, deps.footer()), media, ...(link ? { link } : {}) };
  }

  async function isUnderWay(actor: Actor, name: string): Promise<boolean> {
    const same = await campaigns.list({
      accountId: account,
      kinds: ['test'],
      createdBy: actor.id,
      limit: 10,
    });
    const since = clock.now() - DOUBLE_TAP;
    return same.campaigns.some(
      (test) =>
        test.name === name &&
        (test.state === 'running' || (test.state === 'finished' && test.createdAt > since)),
    );
  }

  async function add(
    actor: Actor,
    self: Self,
    { rendered, name, draft }: { rendered: Content; name: string; draft: CampaignId | null },
  ) {
    const { text, ...rest } = rendered;
    const content: Content = { text: text && '{text}', ...rest };
    const test = await campaigns.create({
      accountId: account,
      kind: 'test',
      state: 'draft',
      name,
      createdBy: actor.id,
      createdByName: actor.name,
      at: clock.now(),
      content,
      footer: false,
      ...(draft === null ? {} : { parentId: draft }),
    });
    await recipients.setParts(test.id, layoutOf(test).length);
    const wireId = `3EB0${deps.dice.id(8)}`;
    const phone = self.address ? null : self.phone;
    const fields = { text: rendered.text };
    await recipients.append(test.id, [
      { line: 1, written: self.phone, phone, fields, skip: null, detail: null, wireId },
    ]);
    const { address } = self;
    if (address) {
      const rows = await recipients.page(test.id, { after: -1, limit: 1 });
      await recipients.resolve(
        rows.map(({ id }) => ({ id, address })),
        clock.now(),
      );
    }
    // Whole at last: it may leave from now on. One that a kill has cut before stays where it is, and goes to nobody.
    const { from, to: state } = CAMPAIGN_TRANSITIONS.start;
    await campaigns.step(test.id, from, { state, startedAt: clock.now() });
  }

  /** Ends what has its answer, and tells it; returns whether any is left. */
  async function settle(): Promise<boolean> {
    const running = await campaigns.list({
      accountId: account,
      kinds: ['test'],
      states: ['running'],
      limit: MOST_OPEN,
    });
    let open = false;
    for (const test of running.campaigns) {
      const [row] = await recipients.page(test.id, { after: -1, limit: 1 });
      if (row) await keepToSelf(row);
      const result = row ? outcomeOf(row) : { is: 'failed' as const, reason: 'cancelled' };
      if (result) await end(test, result);
      else {
        open = true;
        if (clock.now() - test.createdAt > LATE && !toldLate.has(test.id)) {
          toldLate.add(test.id);
          deps.emit({ type: 'test', test, result: { is: 'late' } });
        }
      }
    }
    return open;
  }

  /** Another account was linked meanwhile: what was meant for oneself goes to nobody. */
  async function keepToSelf(row: Recipient) {
    const self = deps.self();
    if (self && row.state === 'queued' && row.written !== self.phone)
      await recipients.skip([row.id], 'cancelled', clock.now());
  }

  async function end(test: Campaign, result: TrialResult) {
    // One that failed may be asked for again at once, so it is not among those that went out.
    const { from, to } = CAMPAIGN_TRANSITIONS[result.is === 'accepted' ? 'finish' : 'cancel'];
    const ended = await campaigns.step(test.id, from, { state: to, endedAt: clock.now() });
    toldLate.delete(test.id);
    if (ended) deps.emit({ type: 'test', test: ended, result });
  }

  return {
    start(actor, what) {
      // One after another: two taps at once must not both find that there is none.
      const mine = last.then(() => start(actor, what));
      last = mine.catch(() => undefined);
      return mine;
    },
    async run(signal) {
      while (!signal.aborted) {
        const open = await settle();
        await latch.wait(open ? LOOK.open : LOOK.none, signal);
      }
    },
  };
}

/** The same test has the same name; nobody reads it. */
function digestOf({ text, media, link }: Content): string {
  const what = JSON.stringify([text, media.map(({ sha256 }) => sha256), ...(link ? [link.url] : [])]);
  return createHash('sha256').update(what).digest('hex').slice(0, 16);
}
