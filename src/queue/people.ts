/** Who may be written to: what people say of it themselves, and what operators decide. */
import { createIncoming, type IncomingDeps } from './incoming.ts';
import type { Doubt, DoubtAbout, IncomingMessage, OptOut, Person, PersonKey } from './ports.ts';

export interface People {
  /** Handles messages in their order; resolves when all that follows from them is in the store. */
  receive(messages: readonly IncomingMessage[]): Promise<void>;
  /** An operator's word. Null when the person was on the list already. */
  optOut(person: PersonKey, by: string): Promise<OptOut | null>;
  /** False when the person wasn't on the list. */
  optIn(person: PersonKey, by: string): Promise<boolean>;
  listed(person: PersonKey): Promise<boolean>;
  optOuts(page: { before?: number; limit: number }): Promise<{ total: number; entries: OptOut[] }>;
  /** A number that was known may be another one's by now: no campaign writes to it until somebody decides. */
  identityChanged(person: PersonKey): Promise<void>;
  /** Who waits for a decision. */
  doubts(filter: { about?: DoubtAbout; limit: number }): Promise<{ total: number; doubts: Doubt[] }>;
  doubt(person: PersonKey): Promise<DoubtAbout | null>;
  /** `keep`: campaigns may write as before, those that go on do; `out`: never again. False when nothing waited. */
  decide(person: PersonKey, decision: 'keep' | 'out', by: string): Promise<boolean>;
  /** By the name that buttons use; null when nobody has it. */
  person(ref: string): Promise<Person | null>;
  named(person: PersonKey): Promise<Person>;
}

export function createPeople(deps: IncomingDeps): People {
  const { account, people, doubts, clock, log } = deps;

  return {
    receive: createIncoming(deps),
    async optOut(person, by) {
      const entry = { person, at: clock.now(), source: 'operator', word: null, by } as const;
      const added = await people.optOut(account, entry);
      if (added) deps.emit({ type: 'opted-out', optOut: added, campaignId: null });
      return added;
    },
    optIn: (person, by) => people.optIn(account, person, clock.now(), by),
    listed: (person) => people.listed(account, person),
    optOuts: (page) => people.optOuts(account, page),
    async identityChanged(person) {
      const at = clock.now();
      const key = `identity ${person.phone ?? ''} ${person.lid ?? ''} ${at}`;
      // One question at a time about one person; a no stays whoever has the number now.
      if (await people.listed(account, person)) return;
      if ((await doubts.about(account, person)) === 'identity') return;
      if (!(await doubts.raise(account, { person, about: 'identity', key, at }))) return;
      log.warn({ event: 'identity-changed' });
      deps.emit({ type: 'doubt' });
    },
    doubts: (filter) => doubts.open(account, filter),
    doubt: (person) => doubts.about(account, person),
    async decide(person, decision, by) {
      const at = clock.now();
      if (decision === 'out')
        return (await people.optOut(account, { person, at, source: 'operator', word: null, by })) !== null;
      const decided = await doubts.decide(account, person, 'keep', at);
      if (decided) deps.poke();
      return decided;
    },
    person: (ref) => people.person(account, ref),
    named: (person) => people.named(account, person),
  };
}
