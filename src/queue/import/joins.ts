/** Several rows of one number become one message: the first row gets the values of all. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { CampaignId } from '../campaign.ts';
import type { Recipient, RecipientStore } from '../ports.ts';

export interface Joins {
  /** The row in `line` is joined to that of the same number in line `first`. */
  note(line: number, first: number): void;
  /** Gives the first rows their values, when all rows are stored. `kept` is a field that stays the first row's. */
  fill(
    campaign: CampaignId,
    deps: {
      recipients: Pick<RecipientStore, 'lines' | 'refill'>;
      join: (values: readonly string[]) => string;
      kept: string | null;
      signal?: AbortSignal;
    },
  ): Promise<void>;
}

/** A pair of lines is one number, exact below 2^53: they are sorted as numbers are, in a flat array. */
const BASE = 2 ** 26;
/** Rows that are read and written at once. */
const AT_ONCE = 500;

export function createJoins(): Joins {
  const pairs: number[] = [];
  return {
    note: (line, first) => void pairs.push(first * BASE + line),
    async fill(campaign, { recipients, join, kept, signal }) {
      for (const groups of batches(Float64Array.from(pairs).sort())) {
        signal?.throwIfAborted();
        const rows = await recipients.lines(campaign, groups.flat());
        const byLine = new Map(rows.map((row) => [row.line, row]));
        const filled = groups.flatMap((lines) => {
          const [first, ...others] = lines.flatMap((line) => byLine.get(line) ?? []);
          return first ? [{ line: first.line, fields: joined(first, others, { join, kept }) }] : [];
        });
        await recipients.refill(campaign, filled);
        await breathe();
      }
    },
  };
}

/** Lines of one number, the first one first; as many numbers at a time as make a batch. */
function* batches(pairs: Float64Array): Iterable<number[][]> {
  let groups: number[][] = [];
  let size = 0;
  for (const pair of pairs) {
    const [first, line] = [Math.floor(pair / BASE), pair % BASE];
    const last = groups.at(-1);
    if (last?.[0] === first) last.push(line);
    else {
      if (size >= AT_ONCE) {
        yield groups;
        [groups, size] = [[], 0];
      }
      groups.push([first, line]);
    }
    size += 1;
  }
  if (groups.length > 0) yield groups;
}

/** Field by field; what is the same in several rows stands there once, and what is empty doesn't. */
function joined(
  first: Recipient,
  others: readonly Recipient[],
  { join, kept }: { join: (values: readonly string[]) => string; kept: string | null },
): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, own] of Object.entries(first.fields)) {
    const all = [own, ...others.map((row) => row.fields[name] ?? '')].filter((value) => value !== '');
    const values = [...new Set(all)];
    if (name === kept) fields[name] = own;
    else fields[name] = values.length < 2 ? (values[0] ?? '') : join(values);
  }
  return fields;
}
