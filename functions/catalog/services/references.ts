// Checks what a service or component names, and holds it by conditions of the transaction.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { DomainError, ErrorDetails, FieldProblem } from '../../../entities/_base/errors.ts';
import type { Loose, Write } from '../../../entities/_base/table/table.ts';
import type { ComponentItem } from '../../../entities/catalog/components/component.entity.ts';
import { componentErrors, serviceErrors } from '../../../entities/catalog/errors.ts';
import { MOST_SERVICES } from '../../../entities/catalog/repositories/repository.model.ts';
import type { ServiceItem } from '../../../entities/catalog/services/service.entity.ts';
import type { Caller } from '../../_kit/save.ts';
import type { CatalogDeps } from '../deps.ts';

function assertNone(fields: readonly FieldProblem[], invalid: (details: ErrorDetails) => DomainError): void {
  if (fields.length === 0) return;
  throw invalid({ detail: fields.map(({ path, message }) => `${path} ${message}`).join('; '), fields });
}

/**
 * The writes that hold the owner and the repositories of `after`, and release repositories that `before` named alone. Throws
 * `service.invalid` with every reference that does not exist.
 */
export async function serviceReferences(
  { tenantId }: Caller,
  before: ServiceItem | undefined,
  after: Pick<ServiceItem, 'serviceId' | 'ownerId' | 'teamId' | 'repositories'>,
  { people, teams, repositories }: CatalogDeps,
): Promise<Write[]> {
  const { serviceId, ownerId, teamId } = after;
  const isNewTeam = teamId !== undefined && teamId !== before?.teamId;
  const isNewOwner = ownerId !== undefined && ownerId !== before?.ownerId;
  const known = before?.repositories ?? [];
  const added = after.repositories.filter((id) => !known.includes(id));
  const dropped = known.filter((id) => !after.repositories.includes(id));
  const [owner, team, found] = await Promise.all([
    isNewOwner ? people.membershipOf(tenantId, ownerId) : undefined,
    isNewTeam ? teams.find(tenantId, teamId) : undefined,
    repositories.find(tenantId, added),
  ]);
  const fields: FieldProblem[] = [];
  if (isNewOwner && !owner?.isActive) {
    fields.push({ path: 'ownerId', code: 'service.owner_not_found', message: 'is not an active member of the tenant' });
  }
  if (isNewTeam && !team) {
    fields.push({ path: 'teamId', code: 'service.team_not_found', message: 'is no team of the tenant' });
  }
  for (const repositoryId of added) {
    const path = `repositories[${after.repositories.indexOf(repositoryId)}]`;
    const repository = found.find((one) => one.repositoryId === repositoryId);
    if (!repository) fields.push({ path, code: 'service.repository_not_found', message: 'is no repository' });
    else if ((repository.services?.size ?? 0) >= MOST_SERVICES) {
      fields.push({ path, code: 'service.repository_full', message: `has ${MOST_SERVICES} services already` });
    }
  }
  assertNone(fields, serviceErrors.invalid);
  return [
    ...(isNewOwner ? [people.checkMember(tenantId, ownerId, baseErrors.conflict())] : []),
    ...(isNewTeam ? [teams.check(tenantId, teamId, baseErrors.conflict())] : []),
    ...added.map((repositoryId) => repositories.join({ tenantId, repositoryId, serviceId })),
    ...dropped.map((repositoryId) => repositories.leave({ tenantId, repositoryId, serviceId })),
  ];
}

/** The references of a component. */
type ComponentRefs = Pick<Loose<ComponentItem>, 'serviceId' | 'registryIntegrationId'>;

/** The writes that count a component at its service, and no longer at the one before; none, with a problem, if it is missing or inactive. */
async function ofService({ tenantId }: Caller, before: ComponentRefs, after: ComponentRefs, { services }: CatalogDeps) {
  if (before.serviceId === after.serviceId) return { writes: [], fields: [] };
  const slugOf = async (serviceId: string | undefined) =>
    serviceId === undefined ? undefined : (await services.find(tenantId, serviceId))?.slug;
  const [former, slug] = await Promise.all([slugOf(before.serviceId), slugOf(after.serviceId)]);
  const standing = slug === undefined ? undefined : await services.bySlug(tenantId, slug);
  if (after.serviceId !== undefined && !standing?.isActive) {
    const [code, message] = standing
      ? ['component.service_inactive', 'is switched off']
      : ['component.service_not_found', 'is no service'];
    return { writes: [], fields: [{ path: 'serviceId', code, message }] };
  }
  const uses = standing ? [services.use(standing)] : [];
  return { writes: [...uses, ...(former === undefined ? [] : [services.unuse(tenantId, former)])], fields: [] };
}

/** The same for its registry. */
async function ofRegistry({ tenantId }: Caller, before: ComponentRefs, after: ComponentRefs, deps: CatalogDeps) {
  const [former, present] = [before.registryIntegrationId, after.registryIntegrationId];
  if (former === present) return { writes: [], fields: [] };
  const refOf = (integrationId: string) => ({ kind: 'REGISTRY' as const, integrationId });
  const found = present === undefined ? undefined : await deps.integrations.get(tenantId, refOf(present));
  if (present !== undefined && !found?.isActive) {
    const [code, message] = found
      ? ['component.registry_inactive', `${found.name} is switched off`]
      : ['component.registry_not_found', 'is no REGISTRY integration'];
    return { writes: [], fields: [{ path: 'registryIntegrationId', code, message }] };
  }
  const uses =
    present === undefined ? [] : [deps.integrations.use(tenantId, refOf(present), 'ACTIVE', baseErrors.conflict())];
  return {
    writes: [...uses, ...(former === undefined ? [] : [deps.integrations.unuse(tenantId, refOf(former))])],
    fields: [],
  };
}

/** The writes that hold what a component names. Throws `component.invalid` with every reference that it cannot name. */
export async function componentReferences(
  caller: Caller,
  before: ComponentRefs,
  after: ComponentRefs,
  deps: CatalogDeps,
): Promise<Write[]> {
  const [service, registry] = await Promise.all([
    ofService(caller, before, after, deps),
    ofRegistry(caller, before, after, deps),
  ]);
  assertNone([...service.fields, ...registry.fields], componentErrors.invalid);
  return [...service.writes, ...registry.writes];
}
