/**
 * A test: one message to the account's own chat, through the same rows and loop as all that is sent. What it
 * says is copied when it is asked for, so that later changes of the draft don't reach it.
 */
import { createHash } from 'node:crypto';
import type { Clock, Dice } from '../clock.ts';
import type { AccountId, CampaignId } from './campaign.ts';
import type { Content } from './content.ts';
import type { Actor } from './control/control.ts';
import { renderText } from './draft.ts';
import type { QueueEvent } from './events.ts';
import type { PhoneNumber } from './import/phone.ts';
import { createWatch } from './outcomes.ts';
import type { Address, CampaignStore, Recipient, RecipientStore } from './ports.ts';
import { rowId } from './recipient.ts';
import { end, launch, singleRow } from './single.ts';
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

export interface Trials {
  /** Sends the draft as its first person would get it, or a text of ours. */
  start(actor: Actor, what: { draft: CampaignId } | { text: string }): Promise<TrialStart>;
  /** Watches what becomes of tests, those of before a restart too, until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
}

/** A second tap within this time is the same wish. */
const DOUBLE_TAP = 10_000;

interface TrialDeps {
  readonly account: AccountId;
  readonly campaigns: Pick<CampaignStore, 'create' | 'get' | 'list' | 'step'>;
  readonly recipients: Pick<RecipientStore, 'append' | 'page' | 'setParts' | 'skip'>;
  readonly self: () => Self | null;
  /** The line that invites to answer BAJA. */
  readonly footer: () => string;
  readonly emit: (event: QueueEvent) => void;
  /** Rows that wait for no turn were added. */
  readonly poke: () => void;
  readonly clock: Clock;
  readonly dice: Pick<Dice, 'id'>;
}

export function createTrials(deps: TrialDeps): Trials {
  const { account, campaigns, recipients, clock } = deps;
  const watch = createWatch({
    ...{ account, kind: 'test', campaigns, recipients, clock },
    look: keepToSelf,
    async ended(test, outcome) {
      const ended = await end(deps, test, outcome);
      if (ended) deps.emit({ type: 'test', test: ended, result: outcome });
      return true;
    },
    async late(test) {
      deps.emit({ type: 'test', test, result: { is: 'late' } });
      return true;
    },
  });
  let last: Promise<unknown> = Promise.resolve();

  async function start(actor: Actor, what: Parameters<Trials['start']>[1]): Promise<TrialStart> {
    const self = deps.self();
    if (!self) return { ok: false, why: 'not-linked' };
    const draft = 'draft' in what ? what.draft : null;
    const said = 'draft' in what ? await firstOf(what.draft, deps) : { text: what.text, media: [] };
    if (!said) return { ok: false, why: 'not-ready' };
    const name = digestOf(said);
    if (await isUnderWay(actor, name)) return { ok: false, why: 'under-way' };
    await add(actor, self, said, name, draft);
    deps.poke();
    watch.poke();
    return { ok: true };
  }

  async function isUnderWay(actor: Actor, name: string): Promise<boolean> {
    const { campaigns: latest } = await campaigns.list({
      ...{ accountId: account, kinds: ['test'], createdBy: actor.id, limit: 10 },
    });
    const since = clock.now() - DOUBLE_TAP;
    return latest.some(
      (test) =>
        test.name === name &&
        (test.state === 'running' || (test.state === 'finished' && test.createdAt > since)),
    );
  }

  async function add(actor: Actor, self: Self, said: Content, name: string, draft: CampaignId | null) {
    const { text, ...rest } = said;
    const test = await campaigns.create({
      ...{ accountId: account, kind: 'test', state: 'draft', name, at: clock.now() },
      ...{ createdBy: actor.id, createdByName: actor.name, footer: false },
      content: { text: text && '{text}', ...rest },
      ...(draft === null ? {} : { parentId: draft }),
    });
    const { phone: written, address } = self;
    const phone = address ? null : written;
    const wireId = rowId(deps.dice.id(8));
    await launch(deps, test, singleRow({ written, phone, address, wireId, text }));
  }

  /** Another account was linked meanwhile: what was meant for oneself goes to nobody. */
  async function keepToSelf(row: Recipient) {
    const self = deps.self();
    if (self && row.state === 'queued' && row.written !== self.phone)
      await recipients.skip([row.id], 'cancelled', clock.now());
  }

  return {
    start(actor, what) {
      // One after another: two taps at once must not both find that there is none.
      const mine = last.then(() => start(actor, what));
      last = mine.catch(() => undefined);
      return mine;
    },
    run: watch.run,
  };
}

/** What a draft says to the first person of its list; null while it isn't ready for that. */
async function firstOf(
  id: CampaignId,
  { campaigns, recipients, footer }: Pick<TrialDeps, 'campaigns' | 'recipients' | 'footer'>,
): Promise<Content | null> {
  const draft = await campaigns.get(id);
  if (draft?.state !== 'draft' || !draft.content) return null;
  if (unknownFields(draft.content.text, draft.list?.fields ?? []).length > 0) return null;
  const [row] = await recipients.page(id, { after: -1, limit: 1, states: ['queued'] });
  if (!row) return null;
  const { media, link } = draft.content;
  return { text: renderText(draft, row.fields, footer()), media, ...(link ? { link } : {}) };
}

/** The same test has the same name; nobody reads it. */
function digestOf({ text, media, link }: Content): string {
  const what = JSON.stringify([text, media.map(({ sha256 }) => sha256), ...(link ? [link.url] : [])]);
  return createHash('sha256').update(what).digest('hex').slice(0, 16);
}
