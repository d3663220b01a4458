import { createHash } from 'node:crypto';
import { lidJid, parseJid, pnJid } from './nodes.ts';

/** What a person's phone does by itself. */
export interface Rule {
  registered: boolean;
  /** 1 = the phone alone; 2 = the phone and one companion, and so on. */
  devices: number;
  /** Sent after the first message that the phone shows; `null` = says nothing. */
  reply: string | null;
  replyDelayMs: number;
  /** Answer each message instead of the first one only. */
  replyEvery: boolean;
  delivers: boolean;
  reads: boolean;
  readDelayMs: number;
}

export interface Person {
  /** Digits of the account, which may differ from those that were dialled. */
  readonly number: string;
  readonly isOwner: boolean;
  /** User part of the phone-number JID; the number, unless a rule says otherwise. */
  jidUser: string;
  lidUser: string;
  rule: Rule;
}

export interface Directory {
  readonly owner: Person;
  /** By a number as written: anybody has an entry, registered or not. */
  byNumber(written: string): Person;
  /** By a JID of either kind, with or without device. */
  byJid(jid: string | undefined): Person | undefined;
  /** Overrides the rules of everybody, known and to come. */
  setDefaults(change: Partial<Rule>): void;
  setRule(person: Person, change: Partial<Rule> & { lid?: string; jid?: string }): void;
}

export function digitsOf(written: string): string {
  return written.replace(/\D/g, '');
}

/**
 * The account behind a dialled number. Brazil: the ninth digit is gone for area codes above 30, stays
 * below and is added where it is missing. Mexico: `521…` is `52…`. Argentina: the 9 after 54 stays and
 * is added where it is missing. Everybody else is who was dialled.
 */
export function accountOf(dialled: string): string {
  const brazil = /^55(\d\d)(9?)([6-9]\d{7})$/.exec(dialled);
  if (brazil) {
    const [, area = '', , rest = ''] = brazil;
    return Number(area) > 30 ? `55${area}${rest}` : `55${area}9${rest}`;
  }
  if (/^521\d{10}$/.test(dialled)) return `52${dialled.slice(3)}`;
  if (/^54[1-8]\d{9}$/.test(dialled)) return `549${dialled.slice(2)}`;
  return dialled;
}

/** Fifteen digits that look like a LID, the same for a number in every run, and never that number. */
export function lidOf(number: string): string {
  const hash = createHash('sha256').update(`lid ${number}`).digest();
  const lid = (100_000_000_000_000n + (hash.readBigUInt64BE(0) % 900_000_000_000_000n)).toString();
  return lid === number ? lidOf(`${number}#`) : lid;
}

/** How a number behaves when nobody said anything else; the table stands in `control.ts`. */
export function ruleOf(number: string, quiet: boolean): Rule {
  const sum = [...number].reduce((total, digit) => total + Number(digit), 0);
  const reply = number.endsWith('99') ? 'BAJA' : number.endsWith('7') ? 'Gracias, ahí estaré' : null;
  return {
    registered: !number.endsWith('000') && /^\d{8,15}$/.test(number),
    devices: number.endsWith('22') ? 2 : 1,
    reply: quiet ? null : reply,
    replyDelayMs: 300,
    replyEvery: false,
    delivers: true,
    reads: sum % 3 === 0,
    readDelayMs: 200,
  };
}

export function createDirectory(options: { owner: string; quiet: boolean }): Directory {
  const people = new Map<string, Person>();
  const byPn = new Map<string, Person>();
  const byLid = new Map<string, Person>();
  let defaults: Partial<Rule> = {};
  const register = (number: string, isOwner: boolean): Person => {
    const rule = isOwner
      ? { ...ruleOf(number, true), registered: true, devices: 1, reads: false }
      : { ...ruleOf(number, options.quiet), ...defaults };
    const person: Person = { number, isOwner, jidUser: number, lidUser: lidOf(number), rule };
    people.set(number, person);
    byPn.set(person.jidUser, person);
    byLid.set(person.lidUser, person);
    return person;
  };
  const owner = register(digitsOf(options.owner), true);
  const byNumber = (written: string): Person => {
    const dialled = digitsOf(written);
    const known = people.get(dialled) ?? byPn.get(dialled);
    if (known) return known;
    const number = accountOf(dialled);
    return people.get(number) ?? register(number, false);
  };
  return {
    owner,
    byNumber,
    byJid(jid) {
      const address = parseJid(jid);
      if (!address) return undefined;
      if (address.server === 'lid') return byLid.get(address.user);
      return address.server === 's.whatsapp.net' ? byNumber(address.user) : undefined;
    },
    setDefaults(change) {
      defaults = { ...defaults, ...change };
      for (const person of people.values()) {
        if (!person.isOwner) person.rule = { ...person.rule, ...change };
      }
    },
    setRule(person, { lid, jid, ...change }) {
      person.rule = { ...person.rule, ...change };
      if (lid) {
        byLid.delete(person.lidUser);
        person.lidUser = digitsOf(lid);
        byLid.set(person.lidUser, person);
      }
      if (jid) {
        byPn.delete(person.jidUser);
        person.jidUser = digitsOf(jid);
        byPn.set(person.jidUser, person);
      }
    },
  };
}

export function pnOf(person: Person, device = 0): string {
  return pnJid(person.jidUser, device);
}

export function lidJidOf(person: Person, device = 0): string {
  return lidJid(person.lidUser, device);
}
