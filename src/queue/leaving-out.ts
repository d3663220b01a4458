/** Whom an operator leaves out of a draft: who lacks what its text needs, or whose own text is too long. */
import type { Clock } from '../clock.ts';
import type { Campaign } from './campaign.ts';
import { bareColumns } from './gaps.ts';
import { type Lengths, messageKey } from './lengths.ts';
import type { CampaignStore, RecipientStore } from './ports.ts';
import { inStretches } from './rows.ts';

export interface LeavingOut {
  /** Rows are left out for what this text still needs, and for nothing else. */
  settle(draft: Campaign): Promise<Campaign>;
  /** Leaves out who has no value for a field; null when that would leave nobody. */
  lacking(draft: Campaign, index: number): Promise<Campaign | null>;
  /** Leaves out whose own text is too long, for this text; null when that would leave nobody. */
  tooLong(draft: Campaign): Promise<Campaign | null>;
  /** Takes all back who were left out. */
  takeBack(draft: Campaign): Promise<Campaign>;
}

/** Columns without whose value a row is out, and whether too long a text is out too. */
interface Why {
  readonly columns: readonly string[];
  readonly long: boolean;
}

/** Lines that the store is given in one go. */
const AT_ONCE = 500;

export function createLeavingOut(deps: {
  campaigns: Pick<CampaignStore, 'get' | 'step'>;
  recipients: Pick<RecipientStore, 'leaveOut' | 'leaveOutLines' | 'counts'>;
  lengths: Pick<Lengths, 'rows'>;
  clock: Pick<Clock, 'now'>;
}): LeavingOut {
  const { campaigns, recipients, clock } = deps;

  /** Rows first, then the list that tells of them; a kill in between is mended by the next `settle`. */
  async function apply(draft: Campaign, { columns, long }: Why): Promise<Campaign> {
    if (!draft.list) return draft;
    await inStretches((after) => recipients.leaveOut(draft.id, columns, after));
    if (long) await leaveOutLong(draft);
    const { people, out } = await recipients.counts(draft.id, clock.now());
    const latest = await campaigns.get(draft.id);
    // Another list has come meanwhile: it is settled when it is shown.
    if (JSON.stringify(latest?.list) !== JSON.stringify(draft.list)) return latest ?? draft;
    const { summary, leftOut: _, leftOutLong: __, ...list } = draft.list;
    const told = {
      ...summary,
      people,
      out: { ...summary.out, incomplete: out.incomplete, long: out.long },
    };
    const leftOut = {
      ...(columns.length > 0 ? { leftOut: columns } : {}),
      ...(long ? { leftOutLong: messageKey(draft) } : {}),
    };
    return (
      (await campaigns.step(draft.id, ['draft'], { list: { ...list, ...leftOut, summary: told } })) ?? draft
    );
  }

  async function leaveOutLong(draft: Campaign): Promise<void> {
    let lines: number[] = [];
    for await (const { line } of deps.lengths.rows(draft)) {
      lines.push(line);
      if (lines.length < AT_ONCE) continue;
      await recipients.leaveOutLines(draft.id, lines);
      lines = [];
    }
    if (lines.length > 0) await recipients.leaveOutLines(draft.id, lines);
  }

  /** Where nobody would be left, it is as `before`. */
  async function unlessAll(draft: Campaign, why: Why, before: Why): Promise<Campaign | null> {
    const after = await apply(draft, why);
    if (after.list?.summary.people !== 0) return after;
    await apply(after, before);
    return null;
  }

  return {
    async settle(draft) {
      const { leftOut = [], leftOutLong, summary } = draft.list ?? {};
      const needed = bareColumns(draft).map(({ column }) => column);
      const wanted = leftOut.filter((column) => needed.includes(column));
      const { out } = await recipients.counts(draft.id, clock.now());
      const { incomplete = 0, long: longBefore = 0 } = summary?.out ?? {};
      const same = out.incomplete === incomplete && out.long === longBefore;
      const long = isLong(draft);
      if (same && wanted.length === leftOut.length && long === (leftOutLong !== undefined)) return draft;
      return apply(draft, { columns: wanted, long });
    },
    async lacking(draft, index) {
      const gap = bareColumns(draft).find((one) => one.index === index);
      if (!gap) return draft;
      const before = { columns: draft.list?.leftOut ?? [], long: isLong(draft) };
      return unlessAll(draft, { ...before, columns: [...new Set([...before.columns, gap.column])] }, before);
    },
    tooLong(draft) {
      const columns = draft.list?.leftOut ?? [];
      return unlessAll(draft, { columns, long: true }, { columns, long: false });
    },
    takeBack: (draft) => apply(draft, { columns: [], long: false }),
  };
}

/** Those whose text is too long are left out, for this very text. */
const isLong = ({ list, ...draft }: Campaign) => list?.leftOutLong === messageKey(draft);
