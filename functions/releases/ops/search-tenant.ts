// Finds releases by their key or version, services by their slug, and the releases of a commit or ticket. Each is one bounded Query.
import { contentKindOf, wordOf } from '../../../entities/releases/contents/release-content.model.ts';
import type { Found } from '../../../entities/releases/lists/search.model.ts';
import type { Ops } from '../deps.ts';

const MOST = 8;

export const searchTenant: Ops['searchTenant'] = async ({ caller, query }, deps) => {
  const { tenantId, at } = caller;
  const word = wordOf(query.q);
  const kind = contentKindOf(word);
  const [named, services, contents] = await Promise.all([
    deps.releaseNames.named(tenantId, query.q, MOST),
    deps.services.slugsFrom(tenantId, word, MOST),
    kind === undefined ? [] : deps.contents.find(tenantId, word, MOST, at),
  ]);
  const ids = [...named, ...contents.map(({ releaseId }) => releaseId)];
  const releases = new Map((await deps.releaseNames.find(tenantId, ids)).map((one) => [one.releaseId, one]));
  const shown = (of: Found['kind'], name: string | undefined, id: string): Found[] => {
    const known = releases.get(id);
    if (known === undefined) return [];
    const { releaseId, releaseKey, status } = known;
    return [{ kind: of, name: name ?? releaseKey, release: { id: releaseId, key: releaseKey, status } }];
  };
  const items = [
    ...named.flatMap((id) => shown('RELEASE', undefined, id)),
    ...contents.flatMap(({ word: name, releaseId }) => shown(kind ?? 'COMMIT', name, releaseId)),
    ...services.map((name): Found => ({ kind: 'SERVICE', name, release: null })),
  ];
  return { body: { items } };
};
