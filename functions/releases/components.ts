// Reads the components that a release names from the catalog: when it is created or changed, and at its kickoff.
import type { TenantId } from '../../entities/_base/ids.ts';
import type { ComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import {
  askedTags,
  type ComponentsBody,
  composed,
  fixed,
  type KnownComponent,
  type ReleaseComponent,
} from '../../entities/releases/planning/release-components.model.ts';
import type { ReleaseItem } from '../../entities/releases/release.entity.ts';

export interface ComponentDeps {
  readonly components: Pick<ComponentRepo, 'find' | 'versionsOf'>;
}

const knownOf = (
  tenantId: TenantId,
  asked: readonly { readonly componentId: string; readonly tag: string }[],
  { components }: ComponentDeps,
): Promise<(KnownComponent | undefined)[]> =>
  Promise.all(
    asked.map(async ({ componentId, tag }) => {
      const item = await components.find(tenantId, componentId);
      if (item === undefined) return undefined;
      const [version] = await components.versionsOf(item, [tag]);
      return { componentId, name: item.name, version };
    }),
  );

/** The components that a body asks for, and every problem. */
export async function composedOf(tenantId: TenantId, given: ComponentsBody, version: string, deps: ComponentDeps) {
  const asked = askedTags(given, version);
  return composed(asked, await knownOf(tenantId, asked, deps));
}

/** The change that fixes the digests of a release at its kickoff. */
export async function fixedComponents(release: ReleaseItem, deps: ComponentDeps) {
  const components = (release.components ?? []) as ReleaseComponent[];
  const after = fixed(components, await knownOf(release.tenantId as TenantId, components, deps));
  return after === undefined ? {} : { components: after };
}
