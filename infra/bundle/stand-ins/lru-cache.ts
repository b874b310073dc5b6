// Bundled into functions in place of `mnemonist/lru-cache`, which the SDK keeps discovered endpoints in: 7 KB of every bundle. A
// function knows the one endpoint of its region, so that nothing is ever dropped. bundle.ts names it.

/** Has what the SDK's EndpointCache uses. */
export default class LRUCache extends Map<string, unknown> {
  constructor(_capacity: number) {
    super();
  }

  peek(key: string): unknown {
    return this.get(key);
  }
}
