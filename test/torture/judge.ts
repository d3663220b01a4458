/** What must hold after each kill, and at the end of each campaign: seen from outside, by phones and by rows. */
import type { ShownMessage, ShownPerson } from '../../demo/driver.ts';
import type { Row } from '../../demo/list.ts';
import { timesShown } from '../../demo/pictures.ts';
import type { Ledger, LedgerRow } from '../ledger.ts';
import { type PlannedCampaign, textFor } from './plan.ts';

/** What phones show, by number with `+`. */
export type Phones = ReadonlyMap<string, readonly ShownMessage[]>;

export const phonesOf = (people: readonly ShownPerson[]): Phones =>
  new Map(people.map(({ number, messages }) => [`+${number.replace(/\D/g, '')}`, messages]));

/** A message may still have been on its way when the BAJA was on the list. */
const ON_ITS_WAY = 3_000;

/** After a kill, while nothing runs. */
export function judgeNow(ledger: Ledger, phones: Phones): string[] {
  const complaints = [...ledger.complaints];
  const rows = new Map(ledger.rows.map((row) => [row.wireId, row]));
  const shown = new Set<string>();
  for (const [number, messages] of phones)
    for (const { id } of messages) {
      shown.add(id.slice(0, 20));
      const row = rows.get(id.slice(0, 20));
      if (!row) complaints.push(`${masked(number)} shows a message that no row knows`);
      else if (row.intendedAt === null)
        complaints.push(`${masked(number)} shows a message without an intent`);
    }
  for (const row of ledger.rows)
    if (['delivered', 'read'].includes(row.state) && !shown.has(row.wireId))
      complaints.push(`campaign ${row.campaign}, line ${row.line}: ${row.state}, and no phone shows it`);
  return complaints;
}

export interface CampaignVerdict {
  readonly shown: number;
  readonly shownTwice: number;
  readonly wrongOrder: number;
  readonly afterBaja: number;
  readonly complaints: string[];
}

export interface CampaignFacts {
  readonly plan: PlannedCampaign;
  readonly id: number;
  readonly ledger: Ledger;
  readonly phones: Phones;
  /** Hashes of the pictures on phones; none for a text. */
  readonly pictures: readonly string[];
  /** When who said BAJA, by number. */
  readonly said: ReadonlyMap<string, number>;
  /** Who had said so before the list was read. */
  readonly before: ReadonlySet<string>;
}

/** When it is finished. */
export function judgeCampaign(facts: CampaignFacts): CampaignVerdict {
  const { plan, id, ledger, phones, said } = facts;
  const rows = ledger.rows.filter((row) => row.campaign === id);
  const rowOf = (number: string) => {
    const own = rows.filter(({ phone }) => phone === number.slice(1));
    return own.find(({ atImport }) => atImport === 0) ?? own[0];
  };
  const complaints: string[] = [];
  let [shown, shownTwice, afterBaja, wrongOrder, last] = [0, 0, 0, 0, 0];
  for (const person of plan.rows) {
    const own = (phones.get(person.number) ?? []).filter((one) =>
      belongs(one, plan, phones.get(person.number)),
    );
    const times = timesOf(own, facts, person);
    const quits = said.has(person.number);
    const row = rowOf(person.number);
    const complain = (what: string) => complaints.push(`${masked(person.number)} ${what}`);
    if (times === null && !quits) complain('saw the pictures in another way than they were sent');
    if (times !== null && times > 1) shownTwice += 1;
    if (own.length > 0) {
      shown += 1;
      const first = Math.min(...own.map(({ seq }) => seq));
      if (first < last) wrongOrder += 1;
      else last = first;
    }
    if (own.length === 0 && person.registered && !quits) complain(`saw nothing; its row is ${told(row)}`);
    if (own.length > 0 && !person.registered) complain('is not on WhatsApp and saw it');
    if (own.length === 0 && quits && row?.state !== 'skipped') complain(`said BAJA; its row is ${told(row)}`);
    const late = afterTheirBaja(own, person, facts);
    if (late) complain(`${late}; its row is ${told(row)}`);
    if (late) afterBaja += 1;
  }
  for (const row of rows)
    if (['queued', 'sending', 'failed'].includes(row.state))
      complaints.push(`campaign ${id}, line ${row.line}: ${told(row)}`);
  return { shown, shownTwice, wrongOrder, afterBaja, complaints };
}

/** Texts carry the campaign's words; pictures and albums are told by the caption, or by their album. */
export function belongs(
  one: ShownMessage,
  { marker }: PlannedCampaign,
  messages: readonly ShownMessage[] = [],
): boolean {
  if (one.text !== undefined) return one.text.startsWith(marker);
  const album = one.inAlbum ?? (one.album === undefined ? undefined : one.id);
  const siblings = album ? messages.filter(({ id, inAlbum }) => id === album || inAlbum === album) : [one];
  return siblings.some(({ image }) => image?.caption.startsWith(marker));
}

function timesOf(
  own: readonly ShownMessage[],
  { plan, pictures }: CampaignFacts,
  person: Row,
): number | null {
  if (plan.kind !== 'text') return timesShown(own, pictures, textFor(plan, person));
  return own.every(({ text }) => text?.startsWith(textFor(plan, person))) ? own.length : null;
}

/** Nothing of a campaign whose list was read later; of the running one nothing that left later. */
function afterTheirBaja(own: readonly ShownMessage[], person: Row, facts: CampaignFacts): string | null {
  const out = facts.ledger.optOuts.find(({ phone }) => phone === person.number.slice(1));
  const last = Math.max(...own.map(({ at }) => Date.parse(at)));
  const times = `said at ${facts.said.get(person.number)}, handled at ${out?.handledAt}, shown at ${last}`;
  if (own.length > 0 && facts.before.has(person.number)) return `had said BAJA before and saw it (${times})`;
  return out?.handledAt && last > out.handledAt + ON_ITS_WAY
    ? `saw it long after their BAJA (${times})`
    : null;
}

const told = (row: LedgerRow | undefined) =>
  row ? [row.state, row.reason ?? ''].join(' ').trim() : 'not there';

export const masked = (number: string) => `…${number.slice(-4)}`;
