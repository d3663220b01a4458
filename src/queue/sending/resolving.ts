import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { AccountId } from '../campaign.ts';
import type { PhoneNumber } from '../import/phone.ts';
import type {
  AccountStore,
  Address,
  Gateway,
  KnownNumber,
  LookUpResult,
  PeopleStore,
  Recipient,
  RecipientStore,
} from '../ports.ts';

/** A row whose person the server knows. */
export interface Addressed {
  readonly row: Recipient;
  readonly address: Address;
  /** Wrote to us lately; not asked where nothing depends on it. */
  readonly known: boolean;
}

/** What a look-up may cost, and who counts as known. */
export interface Bounds {
  /** Numbers that may be asked about; null: as many as there are. */
  readonly lookUps: number | null;
  /** Who wrote to us after this is known; null: it makes no difference. */
  readonly knownSince: number | null;
}

export interface Resolved {
  readonly addressed: readonly Addressed[];
  /** Some rows were left as they are: no more numbers may be looked up today. */
  readonly spent: boolean;
}

/** A positive answer of the server is good for 30 days, a negative one for a day. */
const FOUND_FOR = 30 * 86_400_000;
const MISSING_FOR = 86_400_000;

interface ResolvingDeps {
  readonly account: AccountId;
  readonly gateway: Pick<Gateway, 'lookUp'>;
  readonly people: Pick<PeopleStore, 'known' | 'remember'>;
  readonly recipients: Pick<RecipientStore, 'resolve' | 'fail' | 'known'>;
  readonly accounts: Pick<AccountStore, 'note'>;
  readonly clock: Clock;
  /** The day that look-ups count on. */
  readonly day: () => Promise<string>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Rows → rows with an address, in order. Asks the server only about numbers that aren't known; who isn't on
 * WhatsApp or whose answer made no sense gets a final state here and is left out. Throws `GatewayError` when
 * the server doesn't answer: then nobody's row has changed. A question is counted before it is asked.
 */
export async function resolveRows(
  all: readonly Recipient[],
  { lookUps, knownSince }: Bounds,
  deps: ResolvingDeps,
): Promise<Resolved> {
  const now = deps.clock.now();
  const findings = createFindings(all);
  for (const { phone, address, at } of await deps.people.known(
    deps.account,
    [...findings.open.keys()],
    now - FOUND_FOR,
  ))
    if (address || at > now - MISSING_FOR) findings.take(phone, address);

  const rows = affordable(all, findings.open, lookUps);
  const phones = new Set(rows.map(({ phone }) => phone));
  const asked = [...findings.open.keys()].filter((phone) => phones.has(phone));
  if (asked.length > 0) await ask(asked, findings, deps, now);
  await deps.recipients.resolve(findings.results, now);

  const ids = rows.map(({ id }) => id);
  const known = knownSince === null ? new Set<number>() : await deps.recipients.known(ids, knownSince);
  const addressed = rows.flatMap((row) => {
    const address = findings.addresses.get(row.id);
    return address ? [{ row, address, known: known.has(row.id) }] : [];
  });
  return { addressed, spent: rows.length < all.length };
}

/** What is known of rows so far: several may be one number's. */
interface Findings {
  /** Numbers that nothing is known of yet, in the order of their rows. */
  readonly open: ReadonlyMap<PhoneNumber, readonly Recipient[]>;
  readonly addresses: ReadonlyMap<number, Address>;
  /** For the store. */
  readonly results: Parameters<RecipientStore['resolve']>[0];
  /** `address` is null for who isn't on WhatsApp. */
  take(phone: PhoneNumber, address: Address | null): void;
}

function createFindings(rows: readonly Recipient[]): Findings {
  const open = new Map<PhoneNumber, Recipient[]>();
  const addresses = new Map<number, Address>();
  const results: Parameters<RecipientStore['resolve']>[0][number][] = [];
  for (const row of rows) {
    if (row.phone) open.set(row.phone, [...(open.get(row.phone) ?? []), row]);
    else if (row.address) addresses.set(row.id, row.address);
  }
  return {
    open,
    addresses,
    results,
    take(phone, address) {
      for (const { id } of open.get(phone) ?? []) {
        if (address) addresses.set(id, address);
        results.push(address ? { id, address } : { id, skip: 'not-on-whatsapp' });
      }
      open.delete(phone);
    },
  };
}

/** Rows up to the first whose number may not be asked about any more. */
function affordable(
  rows: readonly Recipient[],
  open: Findings['open'],
  lookUps: number | null,
): readonly Recipient[] {
  const beyond = lookUps === null ? undefined : [...open.values()][lookUps]?.[0];
  return beyond ? rows.slice(0, rows.indexOf(beyond)) : rows;
}

async function ask(phones: readonly PhoneNumber[], findings: Findings, deps: ResolvingDeps, now: number) {
  await deps.accounts.note(deps.account, await deps.day(), 'look-up', phones.length);
  const answers = await deps.gateway.lookUp(
    phones.map((phone) => ({ phone })),
    deps.signal,
  );
  await deps.people.remember(
    deps.account,
    answers.flatMap((answer) => asKnown(answer, now)),
  );
  for (const answer of answers)
    if (answer.found !== 'error') findings.take(answer.phone, answer.found ? answer.address : null);
  const failed = phones.flatMap((phone) => findings.open.get(phone) ?? []);
  if (failed.length === 0) return;
  deps.log.warn({ event: 'lookup-failed', rows: failed.length });
  await deps.recipients.fail(
    failed.map(({ id }) => ({ id, reason: 'lookup' })),
    now,
  );
}

function asKnown(answer: LookUpResult, at: number): KnownNumber[] {
  if (answer.found === 'error') return [];
  return [{ phone: answer.phone, address: answer.found ? answer.address : null, at }];
}
