/** What people keep under a name. */
import type { AccountId, ListSource } from '../campaign.ts';
import type { Content } from '../content.ts';

/** What people keep under a name: all operators of the account share it. */
export interface Kept {
  readonly id: number;
  readonly accountId: AccountId;
  readonly name: string;
  /** The operator who saved it, by Telegram id. */
  readonly by: { readonly id: number; readonly name: string };
  readonly at: number;
}

export type SavedTextId = number & { readonly brand: 'SavedTextId' };

/** A message that was kept for later, with its files. */
export interface SavedText extends Kept {
  readonly id: SavedTextId;
  readonly content: Content;
}

export type SavedListId = number & { readonly brand: 'SavedListId' };

/** A list that was kept for later: its own copy of the file, and how it was read. */
export interface SavedList extends Kept {
  readonly id: SavedListId;
  readonly list: ListSource;
}

/** Names that read the same (whatever their case) are one name. */
export interface KeptStore<K extends Kept> {
  /** `null` when the name is taken. */
  add(one: Omit<K, 'id'>): Promise<K | null>;
  get(account: AccountId, id: K['id']): Promise<K | null>;
  named(account: AccountId, name: string): Promise<K | null>;
  /** The latest first. */
  list(account: AccountId, page: { limit: number; offset: number }): Promise<{ total: number; kept: K[] }>;
  rename(account: AccountId, id: K['id'], name: string): Promise<'renamed' | 'taken' | 'gone'>;
  /** What was removed; `null` when it was gone. */
  remove(account: AccountId, id: K['id']): Promise<K | null>;
}

export type TextStore = KeptStore<SavedText>;

export interface ListStore extends KeptStore<SavedList> {
  /** Its file was read or written anew. */
  replace(account: AccountId, id: SavedListId, list: ListSource): Promise<void>;
  /** Where the files of all of them lie, over all accounts. */
  paths(): Promise<string[]>;
}
