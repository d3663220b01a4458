/** Texts that grow too long when a person's values are in them: WhatsApp would cut them without a word. */
import { createHash } from 'node:crypto';
import type { Campaign, CampaignId } from './campaign.ts';
import { mostLetters } from './compose.ts';
import { renderText } from './draft.ts';
import { createMeasured } from './measured.ts';
import type { Recipient, RecipientStore } from './ports.ts';
import { inStretches, rowsOf } from './rows.ts';
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

export function createLengths({
  recipients,
  footer,
}: {
  recipients: Pick<RecipientStore, 'longest' | 'page'>;
  footer: () => string;
}): Lengths {
  const measured = createMeasured<TooLong | null>();

  const lengthOf = (draft: Campaign, fields: Readonly<Record<string, string>>) =>
    renderText(draft, fields, footer()).length;

  const queued = (id: CampaignId) => rowsOf(recipients, id, { states: ['queued'] });

  async function measure(draft: Campaign, most: number): Promise<TooLong | null> {
    if ((await bound(draft)) <= most) return null;
    let [count, longest] = [0, 0];
    for await (const { fields } of queued(draft.id)) {
      const length = lengthOf(draft, fields);
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
    if (columns.length > 0)
      await inStretches(async (after) => {
        const { bytes, last } = await recipients.longest(draft.id, columns, after);
        for (const [nth, one] of bytes.entries()) longest[nth] = Math.max(longest[nth] ?? 0, one);
        return last;
      });
    const filled = columns.map((column, nth) => [column, 'x'.repeat(longest[nth] ?? 0)] as const);
    const empty = columns.map((column) => [column, ''] as const);
    // A fallback may be longer than any value.
    return Math.max(...[filled, empty].map((values) => lengthOf(draft, Object.fromEntries(values))));
  }

  return {
    of(draft) {
      const { content, list } = draft;
      if (!content || !list) return Promise.resolve(null);
      const of = JSON.stringify([messageKey(draft), list]);
      return measured(draft.id, of, () => measure(draft, mostLetters(content)));
    },
    async *rows(draft) {
      const most = draft.content ? mostLetters(draft.content) : Number.POSITIVE_INFINITY;
      for await (const row of queued(draft.id)) if (lengthOf(draft, row.fields) > most) yield row;
    },
  };
}
