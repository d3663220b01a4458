/** After a start, a hold or a reconnect a small batch goes first, and its acks are awaited. */

export interface FirstBatch {
  /** A small batch goes first again. */
  again(): void;
  /** How many people may go together at most. */
  size(): number;
  /** Waits for the acks of a first batch; nobody waits for those of a later one. */
  awaited(acked: Promise<void>): Promise<void>;
}

const FIRST_BATCH = 10;
export const MAX_BATCH = 100;

export function createFirstBatch(): FirstBatch {
  let small = true;
  /** Counts the times that sending started over. */
  let era = 0;
  return {
    again() {
      era += 1;
      small = true;
    },
    size: () => (small ? FIRST_BATCH : MAX_BATCH),
    async awaited(acked) {
      if (!small) return;
      const mine = era;
      await acked;
      if (mine === era) small = false;
    },
  };
}
