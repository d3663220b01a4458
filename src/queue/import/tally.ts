/** What a list is while its rows go by: who was met before, what is left out, what the screen will say. */
import { hash } from 'node:crypto';
import type { ListSummary } from '../campaign.ts';
import type { NewRecipient } from '../ports.ts';
import type { PhoneNumber } from './phone.ts';

/** Rows in which values with accents are looked for. */
const ACCENTS_WITHIN = 5_000;

export type Tally = ReturnType<typeof createTally>;

/** Counts, examples and the fingerprint of the set of numbers, in flat memory. */
export function createTally() {
  const seen = createNumberSet();
  const print = new Uint32Array(8);
  const out = { invalid: 0, duplicate: 0, optedOut: 0 };
  const examples: { written: string; phone: string }[] = [];
  const accents = new Set<string>();
  let [rows, people, damaged, several, landlines] = [0, 0, 0, 0, 0];
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
    /** At most 15 digits: exact as a number, and a fraction of a string's memory. */
    firstSight(phone: PhoneNumber): boolean {
      if (!seen.add(Number(phone))) return false;
      addTo(print, Number(phone));
      return true;
    },
    /** Of a person: the number is a landline, or one of several in its cell. */
    doubt(isLandline: boolean, ofSeveral: boolean) {
      if (isLandline) landlines += 1;
      if (ofSeveral) several += 1;
    },
    count({ skip, written, phone, detail, fields }: NewRecipient) {
      rows += 1;
      if (skip === 'invalid') out.invalid += 1;
      else if (skip === 'duplicate') out.duplicate += 1;
      else if (skip === 'opted-out') out.optedOut += 1;
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
      const seldom = { several, landlines, accents: [...accents] };
      return { rows, people, out, damaged, examples, badExample, fingerprint, ...seldom };
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

/** A set of numbers above zero in one array, at most 15 bytes each: a `Set` takes four times as much. */
function createNumberSet() {
  let slots = new Float64Array(1021);
  let size = 0;
  const put = (table: Float64Array, value: number): boolean => {
    // Fibonacci hashing of both halves, then the next free slot.
    const mixed = Math.imul(value % 2 ** 32, 0x9e3779b1) ^ Math.imul(value / 2 ** 32, 0x85ebca6b);
    let at = ((mixed ^ (mixed >>> 15)) >>> 0) % table.length;
    while (table[at] !== 0) {
      if (table[at] === value) return false;
      at = at + 1 === table.length ? 0 : at + 1;
    }
    table[at] = value;
    return true;
  };
  return {
    /** False when it is in already. */
    add(value: number): boolean {
      if (!put(slots, value)) return false;
      size += 1;
      if (size * 5 > slots.length * 4) {
        const larger = new Float64Array(Math.ceil(slots.length * 1.5));
        for (const each of slots) if (each !== 0) put(larger, each);
        slots = larger;
      }
      return true;
    },
  };
}
