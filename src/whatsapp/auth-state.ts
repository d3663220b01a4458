/**
 * WhatsApp's credentials and Signal keys. This file declares what the store must do; the rest of it makes
 * Baileys' authentication state of it.
 */

/** A message that was opened, kept in the same transaction as the ratchet that opened it. */
export interface InboxEntry {
  /** SHA-256 of the ciphertext, hexadecimal. */
  readonly key: string;
  /** JID that encrypted it, as on the wire. */
  readonly sender: string;
  /** The plaintext, padded protobuf as decrypted. */
  readonly plaintext: Uint8Array;
  readonly at: number;
}

/** What the wire said about an inbox entry: filled in when the stanza was parsed. */
export interface InboxMessage extends InboxEntry {
  /** The stanza's attributes (`id`, `from`, `t`, `notify`, `sender_pn`, `sender_lid` …) as JSON; null until known. */
  readonly attrs: Readonly<Record<string, string>> | null;
  readonly handledAt: number | null;
}

/** One change of keys: type → id → serialized value, `null` deletes. */
export type KeyChanges = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/**
 * `bot_sessions/<account>.db`. Concurrent saves share one transaction (group commit); a promise resolves when
 * its change is on disk (`synchronous=FULL`).
 */
export interface KeyStore {
  /** Serialized credentials, or null before the first link. */
  credentials(): Promise<string | null>;
  /** Values of one type; absent ids are left out. */
  get(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Credentials, keys and inbox entries in one transaction. */
  commit(change: {
    credentials?: string;
    keys?: KeyChanges;
    inbox?: readonly InboxEntry[];
  }): Promise<void>;
  /** The plaintext of a ciphertext that was opened before. */
  opened(key: string): Promise<Uint8Array | null>;
  /** Adds what the wire said to an entry. */
  describe(key: string, attrs: Readonly<Record<string, string>>): Promise<void>;
  /** Entries nobody has handled yet, oldest first. */
  waiting(limit: number): Promise<InboxMessage[]>;
  handled(keys: readonly string[], at: number): Promise<void>;
  /** Removes handled entries older than `before`. */
  prune(before: number): Promise<void>;
  /** Renames the database away (unlinked) and starts empty. */
  archive(at: number): Promise<void>;
  /** Waits for what is under way, checkpoints, closes. */
  close(): Promise<void>;
}
