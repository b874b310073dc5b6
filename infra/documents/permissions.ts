// The document `permissions`: the roles and scopes of every route. The access domain reads it to answer what a caller may do.
import type { Permission } from '../../functions/_kit/document.ts';
import { baseOf, type Manifest } from '../../functions/_kit/manifest.ts';

/** Every route of the manifests, sorted by operation. */
export function permissionsOf(manifests: readonly Manifest[]): readonly Permission[] {
  const permissions = manifests.flatMap((manifest) =>
    Object.entries(manifest.routes).map(([operation, { method, path, access }]): Permission => {
      const { role = null, scope = null, ci = false } = typeof access === 'string' ? {} : access;
      return {
        operation,
        domain: manifest.domain,
        method,
        path: `${baseOf(manifest)}${path}`,
        access: typeof access === 'string' ? access : 'CREDENTIAL',
        role,
        scope,
        ci,
      };
    }),
  );
  return permissions.sort((one, other) => (one.operation < other.operation ? -1 : 1));
}
