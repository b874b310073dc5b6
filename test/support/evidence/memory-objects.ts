// A bucket in memory, for tests: objects are written once. Tests may tamper with `objects`.
import type { ObjectStore } from '../../../functions/_kit/outbound/object-store.ts';

export function createMemoryObjects(): ObjectStore & { readonly objects: Map<string, Buffer> } {
  const objects = new Map<string, Buffer>();
  return {
    objects,
    putOnce: async (key, bytes) => {
      if (!objects.has(key)) objects.set(key, Buffer.from(bytes));
    },
    get: async (key) => objects.get(key),
  };
}
