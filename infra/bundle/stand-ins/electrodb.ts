// Bundled into functions in place of `electrodb`: the package itself is evaluated with the first item that is written by it, as most
// requests only read. bundle.ts names it.

declare const require: (path: string) => { readonly Entity: new (...given: unknown[]) => object };

/** Answers ElectroDB's own entity. */
export class Entity {
  constructor(...given: unknown[]) {
    const electrodb = require('../../../node_modules/electrodb/src/entity.js');
    // biome-ignore lint/correctness/noConstructorReturn: the stand-in is only the way to the class it stands for
    return new electrodb.Entity(...given);
  }
}
