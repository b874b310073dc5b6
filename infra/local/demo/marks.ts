// Marks that one play sets and another play waits for. If one play fails, the others end.

export interface Marks {
  reach(mark: string): void;
  /** Resolves when the mark is reached; rejects when a play has failed. */
  reached(mark: string): Promise<void>;
  fail(error: Error): void;
  /** Throws what another play failed with. */
  assertGoing(): void;
}

export function createMarks(): Marks {
  const marks = new Map<string, PromiseWithResolvers<void>>();
  let failure: Error | undefined;
  const at = (mark: string) => {
    const known = marks.get(mark) ?? Promise.withResolvers<void>();
    marks.set(mark, known);
    return known;
  };
  return {
    reach: (mark) => at(mark).resolve(),
    async reached(mark) {
      if (failure) throw failure;
      await at(mark).promise;
    },
    fail(error) {
      failure ??= error;
      for (const { promise, reject } of marks.values()) {
        // A mark without a waiting play must not end the process.
        promise.catch(() => {});
        reject(error);
      }
    },
    assertGoing() {
      if (failure) throw failure;
    },
  };
}
