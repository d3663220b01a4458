/** Lists as people's programs write them, and beside each what must come out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, rowsInto } from '../../../test/builders.ts';
import { seededDice } from '../../clock.ts';
import type { CampaignId } from '../campaign.ts';
import type { NewRecipient } from '../ports.ts';
import { importList } from './import.ts';

const LISTS = join(import.meta.dirname, '../../../test/data/lists');
const names = readdirSync(LISTS).filter((name) => !name.endsWith('.expected'));

describe('a list of', () => {
  it.each(names)(
    '%s gives the people, the bad rows and the line numbers that stand beside it',
    async (name) => {
      const expected = readFileSync(join(LISTS, `${name}.expected`), 'utf8');
      const country = /^country (\w\w)/.exec(expected)?.[1] ?? null;
      expect(await told(join(LISTS, name), country)).toBe(expected);
    },
  );

  it('every kind is there', () => {
    const kinds = new Set(names.map((name) => name.split('.').at(-1)));
    expect([...kinds].toSorted()).toEqual(['csv', 'txt', 'vcf', 'xlsx']);
    expect(names.length).toBeGreaterThan(25);
  });
});

/** What the import makes of a file, a line a fact. */
async function told(path: string, country: string | null): Promise<string> {
  const rows: NewRecipient[] = [];
  const result = await importList(
    { campaignId: 1 as CampaignId, accountId: ACCOUNT, path, name: 'lista', country },
    {
      recipients: rowsInto(rows),
      people: { refused: async () => new Set() },
      join: (values) => values.join(' y '),
      dice: seededDice(1),
    },
  );
  if (!result.ok) return `country ${country}\nproblem ${JSON.stringify(result.problem)}\n`;
  const { columnName, fields, origin, summary } = result.list;
  expect(rows).toHaveLength(summary.rows);
  expect(rows.filter((row) => row.skip === null)).toHaveLength(summary.people);
  const lines = rows.map(({ line, written, phone, fields: data, skip, detail }) => {
    const what = skip ? [skip, detail, JSON.stringify(written)] : [`+${phone}`, detail];
    return [line, ...what, JSON.stringify(Object.values(data).filter((value) => value !== written))]
      .filter((one) => one !== null)
      .join(' ');
  });
  const head = [
    `country ${country}`,
    `origin ${JSON.stringify(origin)}`,
    `column ${columnName}`,
    `fields ${fields.join(', ')}`,
  ];
  return `${[...head, ...lines].join('\n')}\n`;
}
