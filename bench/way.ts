/** One way of sending, linked and ready. */
export interface Way {
  /** Resolves when the server has accepted all. */
  send(phones: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
