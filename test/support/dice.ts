// Chance that is the same in every run: for tests that disturb things at random.

/** The same throws of the dice every time, from 0 to below 1 (a linear congruential generator, Numerical Recipes). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
