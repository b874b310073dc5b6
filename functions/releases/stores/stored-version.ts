// Which version of a store a target stands for: by the store's own id where it is known, never by a name alone.
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';

export const versionOf = ({ version }: ReleaseItem, { versionId, buildNumber }: ReleaseTargetItem) => ({
  version,
  ...(versionId === undefined ? {} : { versionId }),
  ...(buildNumber === undefined ? {} : { buildNumber }),
});
