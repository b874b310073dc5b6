// The leaves of an event by their dot-joined paths, with the array elements they stand in. Called by pattern.ts.
// Objects and arrays have no value of their own, so an empty one counts as absent.
import type { Json, JsonObject } from '../contracts.ts';
import type { Leaf } from './pattern-condition.ts';

export interface PlacedLeaf {
  readonly value: Leaf;
  /** For every array on the way here, by its own place in the event: the index of the element. */
  readonly elements: ReadonlyMap<string, number>;
}

/** Flattens an event; `{"a": {"b": 1}}` and `{"a.b": 1}` have the same leaf `a.b`. */
export function leavesOf(event: JsonObject): ReadonlyMap<string, readonly PlacedLeaf[]> {
  const leaves = new Map<string, PlacedLeaf[]>();
  const visit = (value: Json, path: string, elements: ReadonlyMap<string, number>): void => {
    if (Array.isArray(value)) {
      const array = `${path}${JSON.stringify([...elements])}`;
      value.forEach((element, index) => {
        visit(element, path, new Map(elements).set(array, index));
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, child] of Object.entries(value)) visit(child, path ? `${path}.${name}` : name, elements);
    } else {
      const placed = leaves.get(path);
      if (placed) placed.push({ value, elements });
      else leaves.set(path, [{ value, elements }]);
    }
  };
  visit(event, '', new Map());
  return leaves;
}

/** True when no array has the two leaves in different elements. */
export function samePlace(one: PlacedLeaf, other: PlacedLeaf): boolean {
  for (const [array, index] of one.elements) {
    if ((other.elements.get(array) ?? index) !== index) return false;
  }
  return true;
}
