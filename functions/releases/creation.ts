// Creates a release: loads and validates everything that it names, and holds it by conditions of one transaction. Used by
// createRelease and, for the departures of a release train, by createTrainRelease.
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { DomainError, ErrorDetails, FieldProblem } from '../../entities/_base/errors.ts';
import { newId, type TenantId } from '../../entities/_base/ids.ts';
import { ownValue } from '../../entities/_base/own-value.ts';
import type { Write } from '../../entities/_base/table/table.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import { DEFAULT_TIME_ZONE } from '../../entities/_base/time/wall-time.ts';
import { serviceErrors } from '../../entities/catalog/errors.ts';
import type { ServiceSlugItem } from '../../entities/catalog/services/service.entity.ts';
import { DEFAULT_SCHEME } from '../../entities/catalog/words.model.ts';
import { takesNotes } from '../../entities/integrations/integration.model.ts';
import { releaseErrors } from '../../entities/releases/errors.ts';
import { ReleaseCreated } from '../../entities/releases/events.ts';
import { assertMayNamePilot } from '../../entities/releases/planning/pilot.model.ts';
import {
  defaultBranchOf,
  namedIntegrations,
  platformsOf,
  type References,
  validateReferences,
} from '../../entities/releases/planning/release.validation.ts';
import type { CreateReleaseBody } from '../../entities/releases/planning/release-body.model.ts';
import {
  dateProblems,
  datesIn,
  type GivenDates,
  needsZone,
  type ReleaseDates,
} from '../../entities/releases/planning/release-dates.model.ts';
import type { ReleaseItem } from '../../entities/releases/release.entity.ts';
import type { IntegrationsById, WholeRelease } from '../../entities/releases/release.view.ts';
import { storedOptions } from '../../entities/releases/targets/target-options.model.ts';
import { namedBy, refsOf } from '../../entities/releases/uses/named.model.ts';
import { baseOf } from '../../entities/releases/versions/version.model.ts';
import type { Caller, Change } from '../_kit/save.ts';
import { composedOf } from './components.ts';
import { auditOf, factsOf, type ReleasesDeps } from './deps.ts';
import { holdService } from './release-service.ts';

export type CreationDeps = Pick<
  ReleasesDeps,
  'releases' | 'releaseList' | 'integrations' | 'people' | 'tenants' | 'services' | 'components'
>;

export interface Creation {
  readonly whole: WholeRelease;
  readonly integrations: IntegrationsById;
  readonly change: Change;
}

/** For a train's release: its creator, the time zone of its dates, and whether they may have passed. */
export interface CreationOptions {
  readonly createdBy?: { readonly id: string; readonly name: string | undefined };
  readonly timeZone?: string;
  readonly mayBePast?: boolean;
}

const defaultKeyOf = (body: CreateReleaseBody): string => `${body.service}@${body.version}`;
const keyOf = (body: CreateReleaseBody): string => body.releaseKey ?? defaultKeyOf(body);

/** v1.5.0 of 1.5.0 and the reverse: both are one version, and by default have one tag. */
const otherSpellingOf = (version: string): string | undefined =>
  /^v\d/.test(version) ? version.slice(1) : /^\d/.test(version) ? `v${version}` : undefined;

/** Everything that a release names, and the previous version, where its release notes begin. */
interface Found extends References {
  readonly service: ServiceSlugItem | undefined;
  readonly baseVersion?: string | undefined;
  readonly composition: Awaited<ReturnType<typeof composedOf>>;
  /** The index of the free name in which the release holds its version; undefined when its key holds it. */
  readonly nameIndex?: number | undefined;
}

/** A release that was cancelled before users had it leaves its version to another release, archived or not. */
const isGivenUp = ({ status, releaseDate, outcome }: ReleaseItem): boolean =>
  (status === 'CANCELLED' && outcome === undefined) || (status === 'ARCHIVED' && releaseDate === undefined);

/** The release that has the key or the version already, or else the index of the free name in which this release holds its version. */
async function placeOf(tenantId: TenantId, body: CreateReleaseBody, { releases }: CreationDeps) {
  const key = keyOf(body);
  const isDefault = key === defaultKeyOf(body);
  const spelling = otherSpellingOf(body.version);
  const [ofKey, holders, alike] = await Promise.all([
    isDefault ? undefined : releases.idOfKey(tenantId, key),
    releases.holdersOf(tenantId, body.service, body.version),
    spelling === undefined ? [] : releases.holdersOf(tenantId, body.service, spelling),
  ]);
  const find = (id: string | undefined) => (id === undefined ? undefined : releases.find(tenantId, id));
  const [byKey, ...byVersion] = await Promise.all([find(isDefault ? holders[0] : ofKey), ...holders.map(find)]);
  const byAlike = await Promise.all(alike.map(find));
  const live = [...byVersion, ...byAlike].find((one) => one !== undefined && !isGivenUp(one));
  if (byKey) return { taken: { what: 'KEY' as const, ...byKey } };
  if (live) return { taken: { what: 'VERSION' as const, ...live } };
  if (isDefault) return {};
  const nameIndex = holders.indexOf(undefined);
  const [last] = byVersion;
  return nameIndex < 0 && last ? { taken: { what: 'VERSION' as const, ...last } } : { nameIndex };
}

/** The stored dates. Days and wall times are read in `timeZone`, by default the tenant's. */
export async function resolveDates(
  tenantId: TenantId,
  given: GivenDates,
  { tenants }: Pick<ReleasesDeps, 'tenants'>,
  timeZone?: string,
): Promise<ReleaseDates> {
  const zone = timeZone ?? (needsZone(given) ? (await tenants.get(tenantId))?.timeZone : undefined);
  return datesIn(given, zone ?? DEFAULT_TIME_ZONE);
}

async function load(caller: Caller, body: CreateReleaseBody, deps: CreationDeps): Promise<Found> {
  const { tenantId } = caller;
  const isWithoutBase = body.releaseType === 'HOTFIX' && body.baseBranch === undefined && body.baseTag === undefined;
  const [service, integrations, pilot, place, released, composition] = await Promise.all([
    deps.services.bySlug(tenantId, body.service),
    deps.integrations.getMany(tenantId, namedIntegrations(body)),
    body.releasePilotId === undefined ? undefined : deps.people.membershipOf(tenantId, body.releasePilotId),
    placeOf(tenantId, body, deps),
    isWithoutBase || body.baseVersion === undefined ? deps.releaseList.released(tenantId, body.service) : [],
    composedOf(tenantId, body.components ?? [], body.version, deps),
  ]);
  const scheme = service?.versionScheme ?? DEFAULT_SCHEME;
  const tagged = isWithoutBase ? released.filter(({ tag }) => tag !== undefined) : [];
  const previousTag = baseOf(scheme, body.version, tagged)?.tag;
  const baseVersion = body.baseVersion ?? baseOf(scheme, body.version, released)?.version;
  return { service, integrations, pilot, ...place, previousTag, baseVersion, composition };
}

/** Errors of a violation that stands alone: a taken key or version is a conflict, and a service has codes of its own. */
const ALONE = {
  'release.key_taken': releaseErrors.key_taken,
  'release.version_taken': releaseErrors.version_taken,
  'service.unknown': serviceErrors.unknown,
  'service.inactive': serviceErrors.inactive,
} as const satisfies Readonly<Record<string, (details: ErrorDetails) => DomainError>>;

/** Throws every violation at once. */
function assertValid(body: CreateReleaseBody, references: References, further: readonly FieldProblem[]): void {
  const fields = [...validateReferences(body, references), ...further];
  if (fields.length === 0) return;
  const [first, ...others] = fields;
  const alone = others.length === 0 && first ? ownValue(ALONE, first.code) : undefined;
  if (first && alone) throw alone({ detail: first.message, fields });
  const detail = fields.map((field) => `${field.path} ${field.message}`).join('; ');
  throw releaseErrors.invalid({ detail, fields });
}

function build(
  caller: Caller,
  body: CreateReleaseBody,
  { integrations, previousTag, baseVersion, composition }: Found,
  dates: ReleaseDates,
  { createdBy = caller.actor }: CreationOptions,
): WholeRelease {
  const {
    targets,
    pipelines,
    platforms,
    branchRelease,
    targetOptions = {},
    createService: _,
    components: _c,
    ...given
  } = body;
  const at = isoOf(caller.at);
  const releaseId = newId<'Release'>(caller.at);
  const stamps = { createdAt: at, updatedAt: at, revision: 1, schemaVersion: 1 };
  const part = { tenantId: caller.tenantId, releaseId, ...stamps };
  const baseTag = body.baseTag ?? previousTag;
  const release = {
    ...given,
    ...dates,
    ...(baseVersion === undefined ? {} : { baseVersion }),
    ...(baseTag === undefined ? {} : { baseTag }),
    baseBranch: body.baseBranch ?? baseTag ?? defaultBranchOf(body, { integrations }),
    ...part,
    releaseKey: keyOf(body),
    branchRelease: branchRelease ?? `release/${body.version}`,
    primaryTargetId: targets[0] ?? '',
    platforms: platforms ?? platformsOf(targets, integrations),
    ...(composition.components.length === 0 ? {} : { components: composition.components }),
    status: 'KICKOFF_PENDING',
    isPaused: false,
    isDelayed: false,
    regressionCycle: 0,
    createdByAccountId: createdBy.id,
    ...(createdBy.name === undefined ? {} : { createdByName: createdBy.name }),
  } as ReleaseItem;
  const targetOf = (id: string) => {
    const config = integrations.get(id)?.config as { targetIntegrationId?: string } | undefined;
    return config?.targetIntegrationId ?? '';
  };
  const fedBy = (pipelineIntegrationId: string | undefined) => (pipelineIntegrationId ? { pipelineIntegrationId } : {});
  return {
    release,
    targets: targets.map((targetIntegrationId) => ({
      ...part,
      ...fedBy(pipelines.find((id) => targetOf(id) === targetIntegrationId)),
      targetIntegrationId,
      targetStatus: 'PENDING',
      ...storedOptions(targetOptions[targetIntegrationId] ?? {}),
    })) as WholeRelease['targets'],
    pipelines: pipelines.map((pipelineIntegrationId) => ({
      ...part,
      pipelineIntegrationId,
      targetIntegrationId: targetOf(pipelineIntegrationId),
      triggered: false,
      buildStatus: 'PENDING',
    })),
  };
}

function writesOf(whole: WholeRelease, { integrations, nameIndex }: Found, deps: CreationDeps): Write[] {
  const { release, targets, pipelines } = whole;
  const { tenantId, releaseId } = release;
  // The retry after a conflict loads again and names the field of what was changed or deleted meanwhile.
  const changed = baseErrors.conflict();
  const holds = refsOf(namedBy(whole)).map((ref) => {
    if (ref.kind === 'COMMUNICATION' || ref.kind === 'TICKET') {
      return deps.integrations.check(tenantId, ref, 'ACTIVE', changed);
    }
    const condition = ref.kind === 'PIPELINE' ? 'ACTIVE' : 'VERIFIED';
    const isNoted = takesNotes(integrations.get(ref.integrationId));
    return deps.integrations.use(tenantId, ref, condition, changed, isNoted ? releaseId : undefined);
  });
  const pilot = release.releasePilotId;
  return [
    ...deps.releases.create(release),
    ...(nameIndex === undefined ? [] : [deps.releases.holdVersion(release, nameIndex)]),
    ...targets.map((target) => deps.releases.createTarget(target)),
    ...pipelines.map((pipeline) => deps.releases.createPipeline(pipeline)),
    ...holds,
    ...(pilot === undefined ? [] : [deps.people.checkMember(tenantId as TenantId, pilot, changed)]),
  ];
}

/** Loads, validates and decides; the caller saves. Throws `release.invalid`, or the error of a violation that stands alone. */
export async function decideCreation(
  caller: Caller,
  body: CreateReleaseBody,
  deps: CreationDeps,
  options: CreationOptions = {},
): Promise<Creation> {
  const [found, dates] = await Promise.all([
    load(caller, body, deps),
    resolveDates(caller.tenantId, body, deps, options.timeZone),
  ]);
  const late = options.mayBePast ? [] : dateProblems(dates, caller.at);
  assertValid(body, found, [...found.composition.problems, ...late]);
  if (body.releasePilotId !== undefined) assertMayNamePilot(caller, { role: found.pilot?.role });
  const whole = build(caller, body, found, dates, options);
  const { release } = whole;
  const { releaseKey, releaseType, targetReleaseDate } = release;
  const facts = { ...factsOf(release), ...namedBy(whole), targetReleaseDate };
  const held = holdService(caller, body.service, found.service, deps);
  return {
    whole,
    integrations: found.integrations,
    change: {
      writes: [...writesOf(whole, found, deps), ...held.writes],
      events: [...held.events, ReleaseCreated.create(caller, release.releaseId, facts)],
      audit: auditOf(release, 'release.created', { releaseKey, releaseType }),
      furtherAudit: held.furtherAudit,
    },
  };
}
