/**
 * What an operator answers to somebody: one message through the same rows and loop as all that is sent. It is made
 * once of the chat's message that asks for it, so that a kill at any moment costs nothing and sends nothing twice.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { AccountId, Campaign } from './campaign.ts';
import { type ComposeProblem, withFile, withText } from './compose.ts';
import type { Actor } from './control/control.ts';
import { storeMedia } from './media.ts';
import { createWatch, type MessageResult } from './outcomes.ts';
import type { CampaignStore, PeopleStore, PersonKey, RecipientStore } from './ports.ts';
import type { Ffmpeg } from './preparing/ffmpeg.ts';
import { type FileProblem, type Limits, prepareFile, type Received } from './preparing/prepare.ts';
import { addressOf, end, launch, singleRow, wireIdOf } from './single.ts';

/** The operator's own message, which asks for it. */
export interface Asking {
  readonly chat: number;
  readonly message: number;
}

export type AnswerStart =
  | { ok: true }
  | { ok: false; why: 'opted-out' }
  | { ok: false; why: 'problem'; problem: FileProblem | ComposeProblem };

export type AnswerResult = MessageResult;

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

interface FileDeps {
  readonly mediaDir: string;
  readonly limits: Limits;
  readonly ffmpeg: Ffmpeg;
  readonly clock: Clock;
}

export function createAnswers(
  deps: FileDeps & {
    account: AccountId;
    campaigns: Pick<CampaignStore, 'answer' | 'create' | 'list' | 'step'>;
    recipients: Pick<RecipientStore, 'append' | 'page' | 'setParts'>;
    people: Pick<PeopleStore, 'listed'>;
    /** Rows that wait for no turn were added. */
    poke: () => void;
    log: Logger;
  },
): Answers {
  const { account, campaigns, recipients, clock } = deps;
  const watch = createWatch({
    ...{ account, kind: 'answer', campaigns, recipients, clock },
    async ended(answer, outcome) {
      if (!(await tellOf(answer, outcome))) return false;
      await end(deps, answer, outcome);
      return true;
    },
    late: (answer) => tellOf(answer, { is: 'late' }),
  });
  let tell: Parameters<Answers['onResult']>[0] = async () => undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function send(...[actor, to, asking, what]: Parameters<Answers['send']>): Promise<AnswerStart> {
    const name = nameOf(asking);
    const before = await campaigns.answer(account, name);
    if (before && before.state !== 'draft') return { ok: true };
    if (await deps.people.listed(account, to)) return { ok: false, why: 'opted-out' };
    const composed = await compose(what, deps);
    if (!composed.ok) return { ok: false, why: 'problem', problem: composed.problem };
    const { text, media } = composed.content;
    const answer =
      before ??
      (await campaigns.create({
        ...{ accountId: account, kind: 'answer', state: 'draft', name, at: clock.now() },
        ...{ createdBy: actor.id, createdByName: actor.name, footer: false },
        content: { text: text && '{text}', media },
      }));
    await launch(deps, answer, rowOf(answer, to, text));
    deps.poke();
    watch.poke();
    return { ok: true };
  }

  function rowOf({ name }: Campaign, to: PersonKey, text: string) {
    const wireId = wireIdOf(`answer ${account} ${name}`);
    return singleRow({ written: to.phone ?? '', phone: to.phone, address: addressOf(to), wireId, text });
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
    run: watch.run,
    onResult(next) {
      tell = next;
      watch.poke();
    },
  };
}

/** The message; a file of it is stored. */
async function compose({ text, file }: { text: string; file?: Received }, deps: FileDeps) {
  if (!file) return withText(null, text);
  const prepared = await prepareFile(file, deps);
  if (!prepared.ok) return prepared;
  await storeMedia(deps.mediaDir, prepared.bytes, prepared.file.sha256, deps.clock.now());
  return withFile(null, prepared.file, { caption: text });
}

const nameOf = ({ chat, message }: Asking) => `${chat}:${message}`;

function askingOf({ name }: Campaign): Asking {
  const [chat = 0, message = 0] = name.split(':').map(Number);
  return { chat, message };
}
