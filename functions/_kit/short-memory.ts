// Values that an execution environment keeps for a while, the oldest forgotten first. Used where a lookup would be paid with
// every request: by the authorizer and the sealer.

export interface ShortMemory<T> {
  /** Undefined if nothing is kept or its time is over. `now` is epoch milliseconds. */
  get(key: string, now: number): T | undefined;
  set(key: string, value: T, now: number): void;
}

/** Keeps at most `most` values for `ms` each. */
export function createShortMemory<T>(ms: number, most: number): ShortMemory<T> {
  const kept = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    get(key, now) {
      const found = kept.get(key);
      if (found && found.until > now) return found.value;
      kept.delete(key);
      return undefined;
    },
    set(key, value, now) {
      kept.delete(key);
      kept.set(key, { value, until: now + ms });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
}
