import { createHash } from 'node:crypto';
import type { Person } from './directory.ts';

export type FileKind = 'image' | 'video' | 'voice' | 'document';

/** A file as the phone opened it; the hash is of the decrypted bytes. */
export interface ShownFile {
  sha256: string;
  caption: string;
  /** 0 when the message doesn't say. */
  width: number;
  height: number;
  seconds?: number;
  /** Bytes of the small picture that came with the message itself. */
  preview?: number;
  /** How many bars a voice note is drawn with. */
  bars?: number;
  name?: string;
}

/** What stands above a text with a link. */
export interface LinkCard {
  url: string;
  title: string;
  description?: string;
  /** A JPEG, base64. */
  thumbnail?: string;
}

/** What a phone made of a message. */
export type Content =
  | { kind: 'text'; text: string; preview?: LinkCard }
  /** `album`: the message that announced the album this file belongs to. */
  | { kind: FileKind; file: ShownFile; bytes: Buffer; mimetype: string; album: string | null }
  | { kind: 'album'; expected: number }
  | { kind: 'other'; name: string };

export interface ShownMessage {
  id: string;
  content: Content;
  /** When the phone showed it, as an ISO date. */
  at: string;
  /** How often the same id came again, on one and the same device. */
  repeats: number;
  /** Place in the order in which messages first reached the server. */
  seq: number;
  state: 'shown' | 'read';
}

export interface Journal {
  readonly counts: {
    stanzas: number;
    shown: number;
    shownTwice: number;
    repeatedIds: number;
    delivered: number;
    read: number;
    repliesSent: number;
    retriesAsked: number;
    withoutRecipient: number;
    /** Ciphertexts for devices of others than the owner. */
    copies: number;
    ownCopies: number;
    brokenMedia: number;
    /** Stanzas whose type says something else than what was in them. */
    mislabelled: number;
    nacks: number;
    errorAcks: number;
  };
  /** Errors of the emulator itself: a test that finds one here has found a bug in it, or in the client. */
  readonly errors: string[];
  /** Number of the message among all that reached the server; the first arrival of an id counts. */
  arrival(person: Person, id: string): number;
  shownBy(person: Person): ShownMessage[];
  /** What is wrong with what this person got: shown twice under two ids, never opened. */
  troubleOf(person: Person): { twice: number; unreadable: number };
  show(person: Person, message: Omit<ShownMessage, 'repeats' | 'at' | 'state'>): ShownMessage;
  /** A device could not open a message; `opened` takes it back when a later try worked. */
  undecryptable(device: string, id: string): void;
  opened(device: string, id: string): void;
  people(): [Person, ShownMessage[]][];
  /** From now on: these people, in this order. */
  expect(people: Person[]): void;
  summary(): Record<string, number | string[]>;
  error(error: unknown): void;
}

export function createJournal(): Journal {
  const shown = new Map<Person, ShownMessage[]>();
  const arrivals = new Map<Person, Map<string, number>>();
  const unopened = new Set<string>();
  const counts = zeroCounts();
  const errors: string[] = [];
  let seq = 0;
  let expected: Person[] = [];
  let since = 0;
  return {
    counts,
    errors,
    arrival(person, id) {
      const ids = arrivals.get(person) ?? new Map<string, number>();
      arrivals.set(person, ids);
      const known = ids.get(id);
      if (known !== undefined) return known;
      ids.set(id, ++seq);
      return seq;
    },
    shownBy: (person) => shown.get(person) ?? [],
    troubleOf(person) {
      const recent = (shown.get(person) ?? []).filter(({ seq }) => seq > since);
      const keys = keysOf(recent.filter(({ content }) => content.kind !== 'album'));
      const ids = [...unopened].filter((place) => place.startsWith(`${person.number}:`));
      return { twice: keys.length - new Set(keys).size, unreadable: ids.length };
    },
    show(person, message) {
      const messages = shown.get(person) ?? [];
      shown.set(person, messages);
      const recent = messages.filter(({ seq }) => seq > since);
      const before = keysOf(recent).includes(keyOf(message.content, recent));
      if (before && message.content.kind !== 'album') counts.shownTwice += 1;
      counts.shown += 1;
      const entry: ShownMessage = { ...message, at: new Date().toISOString(), repeats: 0, state: 'shown' };
      // One that had to be asked for again stands where it first came.
      const later = messages.findIndex(({ seq }) => seq > message.seq);
      messages.splice(later === -1 ? messages.length : later, 0, entry);
      return entry;
    },
    undecryptable: (device, id) => unopened.add(`${device} ${id}`),
    opened: (device, id) => unopened.delete(`${device} ${id}`),
    people: () => [...shown],
    expect(people) {
      expected = people;
      since = seq;
    },
    summary() {
      const order = compareOrder(expected, since, shown);
      const kinds = countKinds(shown.values());
      return { ...counts, ...kinds, undecryptable: unopened.size, ...order, people: shown.size, errors };
    },
    error(error) {
      if (errors.length < 100)
        errors.push(error instanceof Error ? (error.stack ?? error.message) : `${error}`);
    },
  };
}

function zeroCounts(): Journal['counts'] {
  return {
    stanzas: 0,
    shown: 0,
    shownTwice: 0,
    repeatedIds: 0,
    delivered: 0,
    read: 0,
    repliesSent: 0,
    retriesAsked: 0,
    withoutRecipient: 0,
    copies: 0,
    ownCopies: 0,
    brokenMedia: 0,
    mislabelled: 0,
    nacks: 0,
    errorAcks: 0,
  };
}

/** How many people's first message came after that of somebody further down the list, and who has none. */
function compareOrder(expected: Person[], since: number, shown: ReadonlyMap<Person, ShownMessage[]>) {
  let last = 0;
  let wrongOrder = 0;
  let missing = 0;
  for (const person of expected) {
    const places = (shown.get(person) ?? []).map(({ seq }) => seq).filter((seq) => seq > since);
    const first = Math.min(...places);
    if (places.length === 0) missing += person.rule.registered ? 1 : 0;
    else if (first < last) wrongOrder += 1;
    else last = first;
  }
  return { wrongOrder, missing };
}

/** What was shown, by kind; and albums with more or fewer files than announced, or files before their album. */
function countKinds(phones: Iterable<readonly ShownMessage[]>) {
  const counts = { texts: 0, images: 0, videos: 0, voices: 0, documents: 0, albums: 0, brokenAlbums: 0 };
  for (const messages of phones)
    for (const [at, { id, content }] of messages.entries()) {
      if (content.kind === 'other') continue;
      counts[`${content.kind}s`] += 1;
      if (content.kind !== 'album') continue;
      const [before, after] = [messages.slice(0, at), messages.slice(at + 1)];
      if (filesOf(id, before).length > 0 || filesOf(id, after).length !== content.expected)
        counts.brokenAlbums += 1;
    }
  return counts;
}

const filesOf = (album: string, messages: readonly ShownMessage[]) =>
  messages.filter(({ content }) => 'album' in content && content.album === album);

/** The same content under two ids has the same key; in one album the same picture may stand twice. */
function keyOf(content: Content, before: readonly ShownMessage[]): string {
  switch (content.kind) {
    case 'text':
      return `text ${createHash('sha256').update(content.text).digest('base64')}`;
    case 'album':
      return `album ${content.expected}`;
    case 'other':
      return `other ${content.name}`;
    default: {
      const { kind, file, album } = content;
      const key = `${kind} ${file.sha256} ${file.caption}`;
      const siblings = album === null ? [] : filesOf(album, before);
      const copies = siblings.filter(
        (one) => 'file' in one.content && one.content.file.sha256 === file.sha256,
      );
      return `${key} ${copies.length}`;
    }
  }
}

const keysOf = (messages: readonly ShownMessage[]) =>
  messages.map(({ content }, at) => keyOf(content, messages.slice(0, at)));
