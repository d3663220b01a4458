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

/**
 * Rows → rows with an address, in order. Asks the server only about numbers that aren't known; who isn't on
 * WhatsApp or whose answer made no sense gets a final state here and is left out. Throws `GatewayError` when
 * the server doesn't answer: then nobody's row has changed. A question is counted before it is asked.
 */
export async function resolveRows(
  all: readonly Recipient[],
  { lookUps, knownSince }: Bounds,
  deps: {
    account: AccountId;
    gateway: Pick<Gateway, 'lookUp'>;
    people: Pick<PeopleStore, 'known' | 'remember'>;
    recipients: Pick<RecipientStore, 'resolve' | 'fail' | 'known'>;
    accounts: Pick<AccountStore, 'note'>;
    clock: Clock;
    /** The day that look-ups count on. */
    day: () => Promise<string>;
    log: Logger;
    signal: AbortSignal;
  },
): Promise<Resolved> {
  let rows = all;
  const addresses = new Map<number, Address>();
  const open = new Map<PhoneNumber, Recipient[]>();
  for (const row of rows) {
    if (row.phone) open.set(row.phone, [...(open.get(row.phone) ?? []), row]);
    else if (row.address) addresses.set(row.id, row.address);
  }
  const now = deps.clock.now();
  const missing: number[] = [];
  const found: { id: number; address: Address }[] = [];
  const take = (phone: PhoneNumber, address: Address | null) => {
    for (const row of open.get(phone) ?? []) {
      if (!address) missing.push(row.id);
      else {
        addresses.set(row.id, address);
        found.push({ id: row.id, address });
      }
    }
    open.delete(phone);
  };

  for (const known of await deps.people.known(deps.account, [...open.keys()], now - FOUND_FOR))
    if (known.address || known.at > now - MISSING_FOR) take(known.phone, known.address);

  const unaffordable = lookUps === null ? undefined : [...open.values()][lookUps]?.[0];
  if (unaffordable) {
    rows = all.slice(0, all.indexOf(unaffordable));
    const kept = new Set(rows.map(({ phone }) => phone));
    for (const phone of [...open.keys()]) if (!kept.has(phone)) open.delete(phone);
  }
  if (open.size > 0) {
    const asked = [...open.keys()];
    await deps.accounts.note(deps.account, await deps.day(), 'look-up', asked.length);
    const answers = await deps.gateway.lookUp(
      asked.map((phone) => ({ phone })),
      deps.signal,
    );
    await deps.people.remember(
      deps.account,
      answers.flatMap((answer) => asKnown(answer, now)),
    );
    for (const answer of answers) {
      if (answer.found === 'error') continue;
      take(answer.phone, answer.found ? answer.address : null);
    }
    const failed = [...open.values()].flat().map((row) => ({ id: row.id, reason: 'lookup' }));
    if (failed.length > 0) {
      deps.log.warn({ event: 'lookup-failed', rows: failed.length });
      await deps.recipients.fail(failed, now);
    }
  }
  await deps.recipients.resolve(
    [...found, ...missing.map((id) => ({ id, skip: 'not-on-whatsapp' as const }))],
    now,
  );
  const ids = rows.map(({ id }) => id);
  const known = knownSince === null ? new Set<number>() : await deps.recipients.known(ids, knownSince);
  const addressed = rows.flatMap((row) => {
    const address = addresses.get(row.id);
    return address ? [{ row, address, known: known.has(row.id) }] : [];
  });
  return { addressed, spent: rows.length < all.length };
}

function asKnown(answer: LookUpResult, at: number): KnownNumber[] {
  if (answer.found === 'error') return [];
  return [{ phone: answer.phone, address: answer.found ? answer.address : null, at }];
}
