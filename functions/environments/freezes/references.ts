// Checks what a freeze window names, and holds it by conditions of the transaction.
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { freezeWindowErrors } from '../../../entities/environments/errors.ts';
import { openings } from '../../../entities/environments/freezes/calendar.model.ts';
import type { FreezeWindowItem } from '../../../entities/environments/freezes/freeze-window.entity.ts';
import type { EnvironmentsDeps } from '../deps.ts';

type Names = Pick<FreezeWindowItem, 'environments' | 'services'>;
const NONE: Names = { environments: [], services: [] };

const without = (one: readonly string[], other: readonly string[]) => one.filter((value) => !other.includes(value));

/**
 * The writes that count the uses which `after` begins, and no longer those which `before` had. Throws `freeze_window.invalid` with
 * every service that does not exist or is switched off.
 */
export async function freezeReferences(
  tenantId: TenantId,
  before: Names = NONE,
  after: Names = NONE,
  { environments, services }: Pick<EnvironmentsDeps, 'environments' | 'services'>,
): Promise<Write[]> {
  const added = without(after.services, before.services);
  const standings = await Promise.all(added.map((slug) => services.bySlug(tenantId, slug)));
  const missing = (path: string, code: string, message: string): FieldProblem => ({ path, code, message });
  const fields = added.flatMap((slug, index) => {
    if (standings[index]?.isActive) return [];
    const path = `services[${after.services.indexOf(slug)}]`;
    return standings[index]
      ? [missing(path, 'service.inactive', `${slug} is switched off`)]
      : [missing(path, 'service.unknown', `${slug} does not exist`)];
  });
  if (fields.length > 0) throw freezeWindowErrors.invalid({ fields });
  const unknown = (environmentId: string) =>
    freezeWindowErrors.invalid({
      fields: [
        missing(
          `environments[${after.environments.indexOf(environmentId)}]`,
          'environment.not_found',
          'is no environment of the tenant',
        ),
      ],
    });
  return [
    ...without(after.environments, before.environments).map((id) => environments.use(tenantId, id, unknown(id))),
    ...without(before.environments, after.environments).map((id) => environments.unuse(tenantId, id)),
    ...standings.flatMap((standing) => (standing ? [services.use(standing)] : [])),
    ...without(before.services, after.services).map((slug) => services.unuse(tenantId, slug)),
  ];
}

/** Throws `freeze_window.invalid` if the rule of the window cannot be computed, or never opens it. */
export function assertOpens(window: FreezeWindowItem, at: number): void {
  const refusal = (message: string) =>
    freezeWindowErrors.invalid({ fields: [{ path: 'rrule', code: 'freeze_window.never_opens', message }] });
  let first: unknown;
  try {
    first = openings(window, at).next().value;
  } catch (error) {
    throw refusal(`cannot be computed: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (first === undefined && window.isActive) throw refusal('never opens the window from now on');
}
