/** The list of people who said no, as files: read like any list of numbers, written for a spreadsheet. */
import type { Clock } from '../clock.ts';
import type { AccountId } from './campaign.ts';
import { firstNumber, type PhoneNumber } from './import/phone.ts';
import { inspect, isDamage, readRows, type TableProblem } from './import/table.ts';
import type { OptOut, PeopleStore } from './ports.ts';
import { cell, clockOf } from './report.ts';

export type OptOutsProblem = TableProblem | { is: 'no-column' };

export type ImportedOptOuts =
  | { ok: true; added: number; known: number; invalid: number }
  | { ok: false; problem: OptOutsProblem };

export interface OptOutFiles {
  /** Puts all numbers of a file on the list; `by` names the operator. */
  read(file: { path: string; country: string | null; by: string }): Promise<ImportedOptOuts>;
  /** Who is on the list, the latest first. People who were forgotten have no number to tell. */
  csv(words: OptOutWords, form: { zone: string; delimiter: ',' | ';' }): AsyncIterable<string>;
}

export interface OptOutWords {
  columns: readonly [phone: string, since: string, how: string, word: string];
  how(source: OptOut['source']): string;
}

const CHUNK = 500;

export function createOptOutFiles(deps: {
  account: AccountId;
  people: Pick<PeopleStore, 'optOutAll' | 'optOuts'>;
  clock: Clock;
}): OptOutFiles {
  const { account, people, clock } = deps;

  return {
    async read(file) {
      const at = clock.now();
      const seen = new Set<PhoneNumber>();
      let waiting: PhoneNumber[] = [];
      let [added, valid, invalid] = [0, 0, 0];
      const flush = async () => {
        added += await people.optOutAll(account, waiting, { at, by: file.by });
        waiting = [];
      };
      try {
        const problem = await readAll(file, async (phone) => {
          if (phone === null) invalid += 1;
          else valid += 1;
          if (phone === null || seen.has(phone)) return;
          seen.add(phone);
          waiting.push(phone);
          if (waiting.length >= CHUNK) await flush();
        });
        if (problem) return { ok: false, problem };
      } catch (error) {
        if (isDamage(error)) return { ok: false, problem: { is: 'damaged', sheet: true } };
        throw error;
      }
      await flush();
      // A number that stands in the file twice was known at its second time.
      return { ok: true, added, known: valid - added, invalid };
    },
    async *csv({ columns, how }, { zone, delimiter }) {
      const line = (cells: readonly string[]) => `${cells.map(cell).join(delimiter)}\r\n`;
      const time = clockOf(zone);
      yield `\ufeff${line(columns)}`;
      let before = Number.MAX_SAFE_INTEGER;
      for (;;) {
        const { entries } = await people.optOuts(account, { before, limit: CHUNK });
        for (const { person, at, source, word } of entries)
          yield line([person.phone ? `+${person.phone}` : '', time(at), how(source), word ?? '']);
        const last = entries.at(-1);
        if (!last) return;
        before = last.id;
      }
    },
  };
}

/** Reads a file like any list of numbers; `null` is no number. */
async function readAll(
  file: Parameters<OptOutFiles['read']>[0],
  take: (phone: PhoneNumber | null) => Promise<void>,
): Promise<OptOutsProblem | null> {
  const { path, country } = file;
  const inspected = await inspect(path, { country });
  if (!inspected.ok) return inspected.problem;
  const { inspection } = inspected;
  const { column } = inspection;
  if (column === null) return { is: 'no-column' };
  for await (const rows of readRows(path, inspection, { country }))
    for (const { cells } of rows) {
      const { parsed } = firstNumber((cells[column] ?? '').trim(), country);
      await take(parsed.ok ? parsed.phone : null);
    }
  return null;
}
