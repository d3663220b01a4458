/** What all accounts share: settings, files and disks. */

/** Settings that were made in the chat; they win over the environment. Values are JSON. */
export interface SettingStore {
  all(): Promise<ReadonlyMap<string, unknown>>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Which stored files anybody needs, over all accounts of the installation. */
export interface MediaStore {
  /**
   * Hashes named by saved texts, drafts and campaigns of any kind; of campaigns that are over by those which ended at
   * `endedSince` or later.
   */
  referenced(endedSince: number): Promise<ReadonlySet<string>>;
}

/** The disk took no more: nothing of what was to be written is there, and it can be tried again. */
export class DiskFull extends Error {
  override name = 'DiskFull';
}

/** The disks below the installation's folders. */
export interface Room {
  /** Bytes free on the fullest of them; infinite where nobody can say. */
  free(): Promise<number>;
  /** Puts a few megabytes aside, and so proves that files can be written; false when they can't. */
  reserve(): Promise<boolean>;
  /** Gives them away, for what must still be written on a full disk. */
  useReserve(): Promise<void>;
}
