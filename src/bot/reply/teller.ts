/**
 * Tells each operator what people answer, from the store: what came while we were away, or while Telegram was, is told
 * later. A flood of answers becomes a few messages, and never stands before the answer to a tap.
 */
import type { UnreadReply } from '../../queue/ports.ts';
import type { Member } from '../../team/team.ts';
import { concerns, type Kit } from '../context.ts';
import { manyScreen, replyScreen } from './screens.ts';

export interface Teller {
  /** Somebody answered: look now instead of soon. */
  poke(): void;
  /** Looks now and then until it is stopped. */
  follow(): () => void;
}

/** So many a minute come one by one, the others together. */
const ONE_BY_ONE = 8;
const MINUTE = 60_000;
/** Between two messages of many. */
const BUNDLE_EVERY = 20_000;
const MOST_AT_ONCE = 200;
const LOOK_EVERY = 15_000;

/** What a chat was told in the last minute; lost with the process, which costs a few messages more. */
export interface Pace {
  readonly singles: readonly number[];
  readonly bundledAt: number;
}

const FRESH: Pace = { singles: [], bundledAt: Number.NEGATIVE_INFINITY };

/** One by one, many together, or not yet: `waiting` answers are there. */
export function nextTelling(pace: Pace, now: number, waiting: number): 'one' | 'many' | 'wait' {
  if (pace.singles.filter((at) => at > now - MINUTE).length < ONE_BY_ONE) return 'one';
  return waiting > 1 && now - pace.bundledAt >= BUNDLE_EVERY ? 'many' : 'wait';
}

export function createTeller(kit: Kit): Teller {
  const { team, replies, clock, log } = kit;
  const ending = new AbortController();
  /** Chats that are being told; true when they should be looked at once more. */
  const telling = new Map<number, boolean>();
  const paces = new Map<number, Pace>();

  function tell(member: Member) {
    if (telling.has(member.id)) return void telling.set(member.id, true);
    telling.set(member.id, false);
    tellAll(member)
      .catch((error) => log.warn({ event: 'replies-untold', err: error }))
      .finally(() => {
        const again = telling.get(member.id);
        telling.delete(member.id);
        if (again) poke();
      });
  }

  async function tellAll(member: Member) {
    while (!ending.signal.aborted) {
      const unread = await replies.unread(member.id, member.since, MOST_AT_ONCE);
      const [next] = unread;
      if (!next) return;
      if (member.blocked || !member.replies) return replies.skip(member.id);
      const pace = paces.get(member.id) ?? FRESH;
      const how = nextTelling(pace, clock.now(), unread.length);
      if (how === 'wait') return;
      const many = how === 'many';
      if (many) await tellMany(kit, member, unread);
      else await tellOne(kit, member, next);
      const last = many ? unread.at(-1) : next;
      await replies.told(member.id, last?.reply.id ?? next.reply.id);
      const now = clock.now();
      const singles = many ? pace.singles : [...pace.singles, now].slice(-ONE_BY_ONE);
      paces.set(member.id, { singles, bundledAt: many ? now : pace.bundledAt });
    }
  }

  function poke() {
    // A copy leaves people's answers to the original.
    if (ending.signal.aborted || kit.power.isCopy()) return;
    team
      .members()
      .then((members) => members.forEach(tell))
      .catch((error) => log.error({ event: 'replies', err: error }));
  }

  async function look() {
    while (!ending.signal.aborted) {
      poke();
      await clock.sleep(LOOK_EVERY, ending.signal).catch(() => undefined);
    }
  }

  return {
    poke,
    follow() {
      void look();
      return () => ending.abort();
    },
  };
}

/** L4: with sound for the first answer of a campaign only. */
async function tellOne(kit: Kit, member: Member, { reply, first, doubtful }: UnreadReply) {
  const { replies, people, outbox } = kit;
  const { ref } = await people.named(reply.person);
  const listed = await people.listed(reply.person);
  const face = replyScreen(kit.voice(member), { reply, ref, doubtful, listed, muted: false });
  const campaign = reply.campaignId === null ? null : await kit.control.campaign(reply.campaignId);
  const loud = first && concerns(kit, member, campaign?.createdBy ?? null);
  const message = await outbox.send(member.id, face, { loud, later: !first });
  if (message !== null) await replies.show(member.id, message, reply.person, reply.id);
}

async function tellMany(kit: Kit, member: Member, unread: readonly UnreadReply[]) {
  const doubtful = unread.filter((one) => one.doubtful).length;
  const facts = { replies: unread.map(({ reply }) => reply), doubtful };
  await kit.outbox.send(member.id, manyScreen(kit.voice(member), facts), { later: true });
}
