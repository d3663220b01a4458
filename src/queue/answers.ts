/**
 * What an operator answers to somebody: one message through the same rows and loop as all that is sent. It is made
 * once of the chat's message that asks for it, so that a kill at any moment costs nothing and sends nothing twice.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type AccountId, CAMPAIGN_TRANSITIONS, type Campaign, type CampaignId } from './campaign.ts';
import { type ComposeProblem, withFile, withText } from './compose.ts';
import { layoutOf } from './content.ts';
import type { Actor } from './control/control.ts';
import { storeMedia } from './media.ts';
import type { Address, CampaignStore, PeopleStore, PersonKey, RecipientStore } from './ports.ts';
import type { Ffmpeg } from './preparing/ffmpeg.ts';
import { type FileProblem, type Limits, prepareFile, type Received } from './preparing/prepare.ts';
import { outcomeOf } from './recipient.ts';
import { createLatch } from './sending/latch.ts';

/** The operator's own message, which asks for it. */
export interface Asking {
  readonly chat: number;
  readonly message: number;
}

export type AnswerStart =
  | { ok: true }
  | { ok: false; why: 'opted-out' }
  | { ok: false; why: 'problem'; problem: FileProblem | ComposeProblem };

export type AnswerResult =
  | { is: 'accepted' }
  | { is: 'failed'; reason: string }
  /** Not out yet, and nothing is lost: told once. */
  | { is: 'late' };

export interface Answers {
  /** The same message asked twice is sent once. */
  send(
    actor: Actor,
    to: PersonKey,
    asking: Asking,
    what: { text: string; file?: Received },
  ): Promise<AnswerStart>;
  /** Watches what becomes of answers, those of before a restart too, until the signal says stop. */
  run(signal: AbortSignal): Promise<void>;
  /** Who tells the operator; an answer is over when this resolves, and told again when it doesn't. */
  onResult(tell: (asking: Asking, result: AnswerResult) => Promise<void>): void;
}

const LATE = 60_000;
const LOOK = { open: 250, none: 60_000, failed: 5_000 };
const MOST_OPEN = 200;

export function createAnswers(deps: {
  account: AccountId;
  campaigns: Pick<CampaignStore, 'answer' | 'create' | 'list' | 'step'>;
  recipients: Pick<RecipientStore, 'append' | 'page' | 'resolve' | 'setParts'>;
  people: Pick<PeopleStore, 'listed'>;
  mediaDir: string;
  limits: Limits;
  ffmpeg: Ffmpeg;
  /** Rows that wait for no turn were added. */
  poke: () => void;
  clock: Clock;
  log: Logger;
}): Answers {
  const { account, campaigns, recipients, clock } = deps;
  const latch = createLatch(clock);
  const toldLate = new Set<CampaignId>();
  let tell: Parameters<Answers['onResult']>[0] = async () => undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function send(...[actor, to, asking, what]: Parameters<Answers['send']>): Promise<AnswerStart> {
    const name = nameOf(asking);
    const before = await campaigns.answer(account, name);
    if (before && before.state !== 'draft') return { ok: true };
    if (await deps.people.listed(account, to)) return { ok: false, why: 'opted-out' };
    const composed = await compose(what);
    if (!composed.ok) return { ok: false, why: 'problem', problem: composed.problem };
    const { text, media } = composed.content;
    const answer =
      before ??
      (await campaigns.create({
        ...{ accountId: account, kind: 'answer', state: 'draft', name, at: clock.now() },
        ...{ createdBy: actor.id, createdByName: actor.name, footer: false },
        content: { text: text && '{text}', media },
      }));
    await addRow(answer, to, text);
    // Whole at last: it may leave from now on.
    const { from, to: state } = CAMPAIGN_TRANSITIONS.start;
    await campaigns.step(answer.id, from, { state, startedAt: clock.now() });
    deps.poke();
    latch.poke();
    return { ok: true };
  }

  async function compose({ text, file }: { text: string; file?: Received }) {
    if (!file) return withText(null, text);
    const prepared = await prepareFile(file, deps);
    if (!prepared.ok) return prepared;
    await storeMedia(deps.mediaDir, prepared.bytes, prepared.file.sha256, clock.now());
    return withFile(null, prepared.file, { caption: text });
  }

  async function addRow(answer: Campaign, { phone, lid }: PersonKey, text: string) {
    await recipients.setParts(answer.id, layoutOf(answer).length);
    const digest = createHash('sha256').update(`answer ${account} ${answer.name}`).digest('hex');
    const row = { line: 1, written: phone ?? '', phone, fields: { text }, skip: null, detail: null };
    await recipients.append(answer.id, [{ ...row, wireId: `3EB0${digest.slice(0, 16).toUpperCase()}` }]);
    if (!lid) return;
    const address: Address = { jid: phone ? `${phone}@s.whatsapp.net` : `${lid}@lid`, lid: `${lid}@lid` };
    const rows = await recipients.page(answer.id, { after: -1, limit: 1 });
    await recipients.resolve(
      rows.map(({ id }) => ({ id, address })),
      clock.now(),
    );
  }

  /** Tells what has its result, and ends it; returns how long until the next look. */
  async function settle(): Promise<number> {
    const kinds = ['answer'] as const;
    const running = await campaigns.list({
      ...{ accountId: account, kinds, states: ['running'], limit: MOST_OPEN },
    });
    let wait = LOOK.none;
    for (const answer of running.campaigns) {
      const [row] = await recipients.page(answer.id, { after: -1, limit: 1 });
      const result = row ? outcomeOf(row) : { is: 'failed' as const, reason: 'cancelled' };
      const told = result ? await end(answer, result) : await perhapsLate(answer);
      wait = Math.min(wait, told ? LOOK.open : LOOK.failed);
    }
    return wait;
  }

  async function perhapsLate(answer: Campaign): Promise<boolean> {
    const since = answer.startedAt ?? answer.createdAt;
    if (clock.now() - since <= LATE || toldLate.has(answer.id)) return true;
    toldLate.add(answer.id);
    return tellOf(answer, { is: 'late' });
  }

  async function end(answer: Campaign, result: AnswerResult): Promise<boolean> {
    if (!(await tellOf(answer, result))) return false;
    const { from, to } = CAMPAIGN_TRANSITIONS[result.is === 'accepted' ? 'finish' : 'cancel'];
    await campaigns.step(answer.id, from, { state: to, endedAt: clock.now() });
    toldLate.delete(answer.id);
    return true;
  }

  async function tellOf(answer: Campaign, result: AnswerResult): Promise<boolean> {
    try {
      await tell(askingOf(answer), result);
      return true;
    } catch (error) {
      deps.log.warn({ event: 'answer-untold', campaign: answer.id, err: error });
      return false;
    }
  }

  return {
    send(...args) {
      // One after another: the same message that comes twice at once must find the first.
      const mine = last.then(() => send(...args));
      last = mine.catch(() => undefined);
      return mine;
    },
    async run(signal) {
      while (!signal.aborted) await latch.wait(await settle(), signal);
    },
    onResult(next) {
      tell = next;
      latch.poke();
    },
  };
}

const nameOf = ({ chat, message }: Asking) => `${chat}:${message}`;

function askingOf({ name }: Campaign): Asking {
  const [chat = 0, message = 0] = name.split(':').map(Number);
  return { chat, message };
}
