/** What a list is while its rows go by: who was met before, what is left out, what the screen will say. */
import { hash } from 'node:crypto';
import type { ListSummary } from '../campaign.ts';
import type { NewRecipient } from '../ports.ts';
import type { PhoneNumber } from './phone.ts';

/** Rows in which values with accents are looked for. */
const ACCENTS_WITHIN = 5_000;

/** The sums of nothing. */
export const NO_ROWS: ListSummary = {
  ...{ rows: 0, people: 0, out: { invalid: 0, duplicate: 0, optedOut: 0 }, damaged: 0 },
  ...{ examples: [], badExample: null, fingerprint: '' },
};

export type Tally = ReturnType<typeof createTally>;

/** Counts, examples and the fingerprint of the set of numbers, in flat memory. */
export function createTally() {
  const seen = createNumberMap();
  const print = new Uint32Array(8);
  const out = { invalid: 0, duplicate: 0, optedOut: 0, joined: 0 };
  const examples: { written: string; phone: string }[] = [];
  const accents = new Set<string>();
  let [rows, people, repeated, damaged, several, landlines, hidden] = [0, 0, 0, 0, 0, 0, 0];
  let badExample: string | null = null;
  let cutExample: string | null = null;
  /** Values with accents among the first rows. */
  const look = (fields: NewRecipient['fields']) => {
    const value = Object.values(fields).find((one) => /\p{L}[^\p{ASCII}]|[^\p{ASCII}]\p{L}/u.test(one));
    if (value) accents.add(value);
  };
  return {
    get rows() {
      return rows;
    },
    /**
     * The line that had this number first; null when this one has. At most 15 digits: exact as a number, and a
     * fraction of a string's memory.
     */
    sight(phone: PhoneNumber, line: number): number | null {
      const first = seen.add(Number(phone), line);
      if (first === null) addTo(print, Number(phone));
      else repeated += 1;
      return first;
    },
    /** Of a person: the number is a landline, or one of several in its cell. */
    doubt(isLandline: boolean, ofSeveral: boolean) {
      if (isLandline) landlines += 1;
      if (ofSeveral) several += 1;
    },
    /** So many more rows are hidden by the spreadsheet. */
    hide(count: number) {
      hidden += count;
    },
    count({ skip, written, phone, detail, fields }: NewRecipient) {
      rows += 1;
      if (skip === 'invalid') out.invalid += 1;
      else if (skip === 'duplicate') out.duplicate += 1;
      else if (skip === 'opted-out') out.optedOut += 1;
      else if (skip === 'joined') out.joined += 1;
      else people += 1;
      if (skip === 'invalid' && detail === 'spreadsheet-damage') {
        damaged += 1;
        cutExample ??= written;
      }
      if (skip === 'invalid' && written !== '') badExample ??= written;
      if (skip === null && phone && examples.length < 3) examples.push({ written, phone });
      if (accents.size < 3 && rows <= ACCENTS_WITHIN) look(fields);
    },
    /** A number that a spreadsheet has cut. */
    cutExample: () => cutExample ?? '',
    /** The fingerprint is the sum of the numbers' hashes: the order of rows doesn't matter. */
    summary(): ListSummary {
      const fingerprint = hash('sha256', new Uint8Array(print.buffer), 'hex');
      const seldom = { several, landlines, accents: [...accents], ...(hidden > 0 ? { hidden } : {}) };
      return { rows, people, out, repeated, damaged, examples, badExample, fingerprint, ...seldom };
    },
  };
}

/**
 * Adds a number's hash to a sum, lane by lane of 32 bits: each lane mixes both halves of the number in its own
 * way (the finish of MurmurHash3). It tells lists apart by chance; nobody gains by making two alike.
 */
function addTo(sum: Uint32Array, value: number): void {
  const [low, high] = [(value % 2 ** 32) | 0, (value / 2 ** 32) | 0];
  for (let lane = 0; lane < sum.length; lane += 1) {
    let mixed =
      Math.imul(low ^ Math.imul(lane + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(high + lane, 0xc2b2ae35);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    sum[lane] = (sum[lane] ?? 0) + ((mixed ^ (mixed >>> 16)) >>> 0);
  }
}

/**
 * Numbers above zero, each with the line that brought it, in two arrays: at most 23 bytes each, of which a `Map`
 * takes three times as much.
 */
function createNumberMap() {
  let slots = new Float64Array(1021);
  let lines = new Uint32Array(1021);
  let size = 0;
  /** Where the number stands, or the free slot that is its own. */
  const find = (table: Float64Array, value: number): number => {
    // Fibonacci hashing of both halves, then the next free slot.
    const mixed = Math.imul(value % 2 ** 32, 0x9e3779b1) ^ Math.imul(value / 2 ** 32, 0x85ebca6b);
    let at = ((mixed ^ (mixed >>> 15)) >>> 0) % table.length;
    while (table[at] !== 0 && table[at] !== value) at = at + 1 === table.length ? 0 : at + 1;
    return at;
  };
  const grow = () => {
    const larger = new Float64Array(Math.ceil(slots.length * 1.5));
    const theirs = new Uint32Array(larger.length);
    for (const [at, value] of slots.entries()) {
      if (value === 0) continue;
      const place = find(larger, value);
      larger[place] = value;
      theirs[place] = lines[at] ?? 0;
    }
    [slots, lines] = [larger, theirs];
  };
  return {
    /** The line of the same number, when it is in already. */
    add(value: number, line: number): number | null {
      const at = find(slots, value);
      if (slots[at] === value) return lines[at] ?? null;
      slots[at] = value;
      lines[at] = line;
      size += 1;
      if (size * 5 > slots.length * 4) grow();
      return null;
    },
  };
}
