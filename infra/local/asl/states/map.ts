// Map, inline: one iteration of ItemProcessor for each of Items, at most MaxConcurrency at a time, results in the items' order.
import type { Json } from '../../contracts.ts';
import type { MapState } from '../definition.ts';
import type { StateKind } from './state-kind.ts';

/** AWS runs at most 40 inline iterations at a time, also for MaxConcurrency 0, its default. */
const MAX_CONCURRENCY = 40;

export const mapKind: StateKind<MapState> = {
  async enter(state, visit) {
    const items = state.Items === undefined ? visit.input : await visit.evaluate(state.Items, 'Items');
    if (!Array.isArray(items)) throw visit.wrongType('Items', 'an array', items);
    const asked = state.MaxConcurrency ?? 0;
    const concurrency = (await visit.integer(asked, 'MaxConcurrency', 0)) || MAX_CONCURRENCY;
    let inputs: readonly Json[] = items;
    if (state.ItemSelector !== undefined) {
      const selected: Json[] = [];
      for (const [index, value] of items.entries()) {
        selected.push(await visit.evaluate(state.ItemSelector, 'ItemSelector', { item: { index, value } }));
      }
      inputs = selected;
    }
    return { do: 'fork', fork: { inputs, items, concurrency: Math.min(concurrency, MAX_CONCURRENCY) } };
  },
};
