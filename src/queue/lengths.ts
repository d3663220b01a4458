/** Texts that grow too long when a person's values are in them: WhatsApp would cut them without a word. */
import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Campaign, CampaignId } from './campaign.ts';
import { mostLetters } from './compose.ts';
import { renderText } from './draft.ts';
import type { Recipient, RecipientStore } from './ports.ts';
import { columnOf, fieldsOf } from './template.ts';

/** How many people's texts are longer than phones show, and how long the longest is. */
export interface TooLong {
  readonly count: number;
  readonly longest: number;
  readonly most: number;
}

export interface Lengths {
  /** Null when everybody's text fits. Rows are read only where the longest values could be too much together. */
  of(draft: Campaign): Promise<TooLong | null>;
  /** The rows behind it. */
  rows(draft: Campaign): AsyncIterable<Recipient>;
}

/** The same as long as everybody's text keeps its length. */
export function messageKey({ content, footer }: Pick<Campaign, 'content' | 'footer'>): string {
  const said = JSON.stringify([content?.text, content?.media[0]?.kind, footer]);
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
}

const MOST_KNOWN = 100;
const PAGE = 1000;

export function createLengths({
  recipients,
  footer,
}: {
  recipients: Pick<RecipientStore, 'longest' | 'page'>;
  footer: () => string;
}): Lengths {
  /** What was measured for each draft. Lost, it is measured again. */
  const known = new Map<CampaignId, { of: string; found: Promise<TooLong | null> }>();

  const lengthOf = (draft: Campaign, fields: Readonly<Record<string, string>>) =>
    renderText(draft, fields, footer()).length;

  async function measure(draft: Campaign, most: number): Promise<TooLong | null> {
    if ((await bound(draft)) <= most) return null;
    let [count, longest] = [0, 0];
    for await (const length of lengths(draft)) {
      if (length > most) count += 1;
      longest = Math.max(longest, length);
    }
    return count > 0 ? { count, longest, most } : null;
  }

  /** As long as a text can be at most: the longest value of each column wherever it stands. */
  async function bound(draft: Campaign): Promise<number> {
    const columns = fieldsOf(draft.content?.text ?? '').flatMap(
      (field) => columnOf(field, draft.list?.fields ?? []) ?? [],
    );
    const longest = columns.map(() => 0);
    for (let after: number | null = columns.length > 0 ? -1 : null; after !== null; ) {
      const { bytes, last } = await recipients.longest(draft.id, columns, after);
      for (const [nth, one] of bytes.entries()) longest[nth] = Math.max(longest[nth] ?? 0, one);
      after = last;
      await breathe();
    }
    const filled = columns.map((column, nth) => [column, 'x'.repeat(longest[nth] ?? 0)] as const);
    const empty = columns.map((column) => [column, ''] as const);
    // A fallback may be longer than any value.
    return Math.max(...[filled, empty].map((values) => lengthOf(draft, Object.fromEntries(values))));
  }

  async function* lengths(draft: Campaign): AsyncIterable<number> {
    for await (const row of queued(draft.id)) yield lengthOf(draft, row.fields);
  }

  async function* queued(id: CampaignId): AsyncIterable<Recipient> {
    for (let after: number | null = -1; after !== null; ) {
      const rows: Recipient[] = await recipients.page(id, { after, limit: PAGE, states: ['queued'] });
      yield* rows;
      after = rows.at(-1)?.line ?? null;
      await breathe();
    }
  }

  return {
    of(draft) {
      const { content, list } = draft;
      if (!content || !list) return Promise.resolve(null);
      const of = JSON.stringify([messageKey(draft), list]);
      const before = known.get(draft.id);
      if (before?.of === of) return before.found;
      if (known.size >= MOST_KNOWN) known.clear();
      const found = measure(draft, mostLetters(content));
      known.set(draft.id, { of, found });
      found.catch(() => known.delete(draft.id));
      return found;
    },
    async *rows(draft) {
      const most = draft.content ? mostLetters(draft.content) : Number.POSITIVE_INFINITY;
      for await (const row of queued(draft.id)) if (lengthOf(draft, row.fields) > most) yield row;
    },
  };
}
