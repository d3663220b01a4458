/**
 * Fields that are empty for somebody and say nothing then: a question before sending, never a hole. And whom the
 * operator leaves out for it, or because their own text is too long.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Campaign, CampaignId } from './campaign.ts';
import { type Lengths, messageKey } from './lengths.ts';
import type { CampaignStore, Recipient, RecipientStore } from './ports.ts';
import { bareFields, columnOf, fieldsOf } from './template.ts';

export interface Gap {
  /** Place among the fields of the text: an old button names the field it was drawn for. */
  readonly index: number;
  readonly field: string;
  /** The list's own name for it. */
  readonly column: string;
  /** People of the list who have no value. */
  readonly count: number;
}

export interface Gaps {
  /** What is to be asked, in the order of the text. All rows are looked at, once for each list and text. */
  of(draft: Campaign): Promise<readonly Gap[]>;
  /** Rows are left out for what this text still needs, and for nothing else. */
  settle(draft: Campaign): Promise<Campaign>;
  /** Leaves out who has no value for a field; null when that would leave nobody. */
  leaveOut(draft: Campaign, index: number): Promise<Campaign | null>;
  /** Leaves out whose own text is too long, for this text; null when that would leave nobody. */
  leaveOutLong(draft: Campaign): Promise<Campaign | null>;
  /** Takes all back who were left out. */
  takeBack(draft: Campaign): Promise<Campaign>;
  /** The rows behind a question. */
  rows(draft: Campaign, index: number): AsyncIterable<Recipient>;
}

const MOST_KNOWN = 100;
/** Lines that the store is given in one go. */
const AT_ONCE = 500;

export function createGaps(deps: {
  campaigns: Pick<CampaignStore, 'get' | 'step'>;
  recipients: Pick<RecipientStore, 'lacking' | 'leaveOut' | 'leaveOutLines' | 'counts' | 'page'>;
  lengths: Pick<Lengths, 'rows'>;
  clock: Pick<Clock, 'now'>;
}): Gaps {
  const { campaigns, recipients, clock } = deps;
  /** What was counted for each draft. Lost, it is counted again. */
  const known = new Map<CampaignId, { of: string; counts: Promise<readonly number[]> }>();

  function counted(draft: Campaign, columns: readonly string[]): Promise<readonly number[]> {
    const { path, column, country, summary, rows, leftOut } = draft.list ?? {};
    const of = JSON.stringify([path, column, country, summary, rows, leftOut, columns]);
    const before = known.get(draft.id);
    if (before?.of === of) return before.counts;
    if (known.size >= MOST_KNOWN) known.clear();
    const counts = count(draft.id, columns);
    known.set(draft.id, { of, counts });
    counts.catch(() => known.delete(draft.id));
    return counts;
  }

  async function count(id: CampaignId, columns: readonly string[]): Promise<number[]> {
    const sums = columns.map(() => 0);
    for (let after: number | null = -1; after !== null; ) {
      const { counts, last } = await recipients.lacking(id, columns, after);
      for (const [nth, one] of counts.entries()) sums[nth] = (sums[nth] ?? 0) + one;
      after = last;
      await breathe();
    }
    return sums;
  }

  /** Rows first, then the list that tells of them; a kill in between is mended by the next `settle`. */
  async function apply(draft: Campaign, columns: readonly string[], long: boolean): Promise<Campaign> {
    if (!draft.list) return draft;
    for (let after: number | null = -1; after !== null; ) {
      after = await recipients.leaveOut(draft.id, columns, after);
      await breathe();
    }
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

  const isLong = ({ list, ...draft }: Campaign) => list?.leftOutLong === messageKey(draft);

  async function settle(draft: Campaign): Promise<Campaign> {
    const { leftOut = [], leftOutLong, summary } = draft.list ?? {};
    const needed = bareColumns(draft).map(({ column }) => column);
    const wanted = leftOut.filter((column) => needed.includes(column));
    const { out } = await recipients.counts(draft.id, clock.now());
    const { incomplete = 0, long: longBefore = 0 } = summary?.out ?? {};
    const same = out.incomplete === incomplete && out.long === longBefore;
    const long = isLong(draft);
    if (same && wanted.length === leftOut.length && long === (leftOutLong !== undefined)) return draft;
    return apply(draft, wanted, long);
  }

  return {
    async of(draft) {
      const bare = bareColumns(draft);
      if (bare.length === 0) return [];
      const counts = await counted(
        draft,
        bare.map(({ column }) => column),
      );
      return bare.flatMap((one, nth) => {
        const lacking = counts[nth] ?? 0;
        return lacking > 0 ? [{ ...one, count: lacking }] : [];
      });
    },
    settle,
    async leaveOut(draft, index) {
      const gap = bareColumns(draft).find((one) => one.index === index);
      if (!gap) return draft;
      const before = draft.list?.leftOut ?? [];
      const after = await apply(draft, [...new Set([...before, gap.column])], isLong(draft));
      if (after.list?.summary.people !== 0) return after;
      await apply(after, before, isLong(draft));
      return null;
    },
    async leaveOutLong(draft) {
      const before = draft.list?.leftOut ?? [];
      const after = await apply(draft, before, true);
      if (after.list?.summary.people !== 0) return after;
      await apply(after, before, false);
      return null;
    },
    takeBack: (draft) => apply(draft, [], false),
    async *rows(draft, index) {
      const gap = bareColumns(draft).find((one) => one.index === index);
      if (!gap) return;
      for (let after: number | null = -1; after !== null; ) {
        const rows: Recipient[] = await recipients.page(draft.id, { after, limit: 1000, states: ['queued'] });
        yield* rows.filter((row) => !row.fields[gap.column]);
        after = rows.at(-1)?.line ?? null;
        await breathe();
      }
    },
  };
}

/** Fields that say nothing when they are empty, as far as the list has them. */
function bareColumns({ content, list }: Campaign): Omit<Gap, 'count'>[] {
  const text = content?.text ?? '';
  const bare = new Set(bareFields(text).map((field) => columnOf(field, list?.fields ?? [])));
  return fieldsOf(text).flatMap((field, index) => {
    const column = columnOf(field, list?.fields ?? []);
    return column !== null && bare.has(column) ? [{ index, field, column }] : [];
  });
}
