/** Fields that are empty for somebody and say nothing then: a question before sending, never a hole. */
import type { Campaign, CampaignId } from './campaign.ts';
import { createMeasured } from './measured.ts';
import type { Recipient, RecipientStore } from './ports.ts';
import { inStretches, rowsOf } from './rows.ts';
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
  /** The rows behind a question. */
  rows(draft: Campaign, index: number): AsyncIterable<Recipient>;
}

export function createGaps({ recipients }: { recipients: Pick<RecipientStore, 'lacking' | 'page'> }): Gaps {
  const counted = createMeasured<readonly number[]>();

  async function count(id: CampaignId, columns: readonly string[]): Promise<number[]> {
    const sums = columns.map(() => 0);
    await inStretches(async (after) => {
      const { counts, last } = await recipients.lacking(id, columns, after);
      for (const [nth, one] of counts.entries()) sums[nth] = (sums[nth] ?? 0) + one;
      return last;
    });
    return sums;
  }

  return {
    async of(draft) {
      const bare = bareColumns(draft);
      if (bare.length === 0) return [];
      const columns = bare.map(({ column }) => column);
      const { path, column, country, summary, rows, leftOut } = draft.list ?? {};
      const of = JSON.stringify([path, column, country, summary, rows, leftOut, columns]);
      const counts = await counted(draft.id, of, () => count(draft.id, columns));
      return bare.flatMap((one, nth) => {
        const lacking = counts[nth] ?? 0;
        return lacking > 0 ? [{ ...one, count: lacking }] : [];
      });
    },
    async *rows(draft, index) {
      const gap = bareColumns(draft).find((one) => one.index === index);
      if (!gap) return;
      for await (const row of rowsOf(recipients, draft.id, { states: ['queued'] }))
        if (!row.fields[gap.column]) yield row;
    },
  };
}

/** Fields that say nothing when they are empty, as far as the list has them. */
export function bareColumns({ content, list }: Pick<Campaign, 'content' | 'list'>): Omit<Gap, 'count'>[] {
  const text = content?.text ?? '';
  const bare = new Set(bareFields(text).map((field) => columnOf(field, list?.fields ?? [])));
  return fieldsOf(text).flatMap((field, index) => {
    const column = columnOf(field, list?.fields ?? []);
    return column !== null && bare.has(column) ? [{ index, field, column }] : [];
  });
}
