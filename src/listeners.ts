/** Who is told when something happens. */
export interface Listeners<What extends readonly unknown[]> {
  /** Returns how to stop. */
  add(listener: (...what: What) => void): () => void;
  /** Tells all of them, in the order in which they came. */
  tell(...what: What): void;
}

export function createListeners<What extends readonly unknown[]>(): Listeners<What> {
  const all = new Set<(...what: What) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell(...what) {
      for (const listener of all) listener(...what);
    },
  };
}
