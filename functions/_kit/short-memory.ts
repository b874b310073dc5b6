// Keeps values in memory for a limited time and drops the oldest first. The authorizer and the sealer use it instead of a
// lookup per request.

export interface ShortMemory<T> {
  /** Undefined if nothing is kept or it has expired. `now` is epoch milliseconds. */
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
