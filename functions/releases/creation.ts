// How a release comes into being: everything it names is loaded, validated and held by conditions of one transaction.
// Used by createRelease and, for the occurrences of a release train, by createTrainRelease.
import { baseErrors } from '../../entities/_base/conflicts.ts';
import { newId, type TenantId } from '../../entities/_base/ids.ts';
import type { Write } from '../../entities/_base/table.ts';
import { takesNotes } from '../../entities/integrations/integration.model.ts';
import { releaseErrors } from '../../entities/releases/errors.ts';
import { ReleaseCreated } from '../../entities/releases/events.ts';
import { assertMayNamePilot } from '../../entities/releases/pilot.model.ts';
import type { ReleaseItem } from '../../entities/releases/release.entity.ts';
import type { CreateReleaseBody } from '../../entities/releases/release.model.ts';
import {
  namedIntegrations,
  platformsOf,
  type References,
  validateReferences,
} from '../../entities/releases/release.validation.ts';
import { type IntegrationsById, integrationRefs, type WholeRelease } from '../../entities/releases/release.view.ts';
import { baseOf } from '../../entities/releases/version.model.ts';
import type { Caller, Change } from '../_kit/commit.ts';
import { auditOf, factsOf, isoOf, type ReleasesDeps } from './deps.ts';
import { type Plan, resolvePlan } from './planned-date.ts';

export type CreationDeps = Pick<ReleasesDeps, 'releases' | 'releaseList' | 'integrations' | 'tenants'>;

export interface Creation {
  readonly whole: WholeRelease;
  readonly integrations: IntegrationsById;
  readonly change: Change;
}

const keyOf = (body: CreateReleaseBody): string => body.releaseKey ?? `${body.service}@${body.version}`;

/** What a release names, and the version before it, where its release notes begin. */
interface Found extends References {
  readonly baseVersion?: string | undefined;
}

async function load(caller: Caller, body: CreateReleaseBody, deps: CreationDeps): Promise<Found> {
  const { tenantId } = caller;
  const isWithoutBase = body.releaseType === 'HOTFIX' && body.baseBranch === undefined && body.baseTag === undefined;
  const [integrations, pilot, taken, released] = await Promise.all([
    deps.integrations.getMany(tenantId, namedIntegrations(body)),
    body.releasePilotId === undefined ? undefined : deps.tenants.membershipOf(tenantId, body.releasePilotId),
    deps.releases.idOfKey(tenantId, keyOf(body)),
    isWithoutBase || body.baseVersion === undefined ? deps.releaseList.released(tenantId, body.service) : [],
  ]);
  const tagged = isWithoutBase ? released.filter(({ tag }) => tag !== undefined) : [];
  const previousTag = baseOf(body.version, tagged)?.tag;
  const baseVersion = body.baseVersion ?? baseOf(body.version, released)?.version;
  return { integrations, pilot, isKeyTaken: taken !== undefined, previousTag, baseVersion };
}

/** Throws every violation at once; a taken key alone is a conflict rather than an invalid request. */
function assertValid(body: CreateReleaseBody, references: References): void {
  const fields = validateReferences(body, references);
  if (fields.length === 0) return;
  const detail = fields.map((field) => `${field.path} ${field.message}`).join('; ');
  if (fields.every((field) => field.code === 'release.key_taken')) throw releaseErrors.key_taken({ detail, fields });
  throw releaseErrors.invalid({ detail, fields });
}

function build(
  caller: Caller,
  body: CreateReleaseBody,
  { integrations, previousTag, baseVersion }: Found,
  plan: Plan,
): WholeRelease {
  const { targets, pipelines, platforms, branchRelease, ...given } = body;
  const at = isoOf(caller.at);
  const releaseId = newId<'Release'>(caller.at);
  const stamps = { createdAt: at, updatedAt: at, revision: 1, schemaVersion: 1 };
  const part = { tenantId: caller.tenantId, releaseId, ...stamps };
  const baseTag = body.baseTag ?? previousTag;
  const release = {
    ...given,
    ...plan,
    ...(baseVersion === undefined ? {} : { baseVersion }),
    ...(baseTag === undefined ? {} : { baseTag }),
    baseBranch: body.baseBranch ?? baseTag,
    ...part,
    releaseKey: keyOf(body),
    branchRelease: branchRelease ?? `release/${body.version}`,
    primaryTargetId: targets[0] ?? '',
    platforms: platforms ?? platformsOf(targets, integrations),
    status: 'KICKOFF_PENDING',
    isPaused: false,
    isDelayed: false,
    regressionCycle: 0,
    createdByAccountId: caller.actor.id,
  } as ReleaseItem;
  const targetOf = (id: string) => {
    const config = integrations.get(id)?.config as { targetIntegrationId?: string } | undefined;
    return config?.targetIntegrationId ?? '';
  };
  return {
    release,
    targets: targets.map((targetIntegrationId) => ({ ...part, targetIntegrationId, targetStatus: 'PENDING' })),
    pipelines: pipelines.map((pipelineIntegrationId) => ({
      ...part,
      pipelineIntegrationId,
      targetIntegrationId: targetOf(pipelineIntegrationId),
      triggered: false,
      buildStatus: 'PENDING',
    })),
  };
}

function writesOf(whole: WholeRelease, integrations: IntegrationsById, deps: CreationDeps): Write[] {
  const { release, targets, pipelines } = whole;
  const { tenantId, releaseId } = release;
  // Loading again finds what was changed or deleted meanwhile, and names its field.
  const changed = baseErrors.conflict();
  const holds = integrationRefs(whole).map((ref) => {
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
    ...targets.map((target) => deps.releases.createTarget(target)),
    ...pipelines.map((pipeline) => deps.releases.createPipeline(pipeline)),
    ...holds,
    ...(pilot === undefined ? [] : [deps.tenants.checkMember(tenantId as TenantId, pilot, changed)]),
  ];
}

/** Loads, validates and decides; committing is the caller's. Throws `release.invalid` or `release.key_taken`. */
export async function planCreation(caller: Caller, body: CreateReleaseBody, deps: CreationDeps): Promise<Creation> {
  const [found, plan] = await Promise.all([
    load(caller, body, deps),
    resolvePlan(caller.tenantId, body.plannedDate, deps),
  ]);
  assertValid(body, found);
  if (body.releasePilotId !== undefined) assertMayNamePilot(caller, { role: found.pilot?.role });
  const whole = build(caller, body, found, plan);
  const { release } = whole;
  const { scmIntegrationId, communicationIntegrationId, ticketIntegrationId, targetReleaseDate } = release;
  const event = ReleaseCreated.create(caller, release.releaseId, {
    ...factsOf(release),
    scmIntegrationId,
    targetIntegrationIds: body.targets,
    pipelineIntegrationIds: body.pipelines,
    communicationIntegrationId,
    ticketIntegrationId,
    targetReleaseDate,
  });
  const { releaseKey, releaseType } = release;
  return {
    whole,
    integrations: found.integrations,
    change: {
      writes: writesOf(whole, found.integrations, deps),
      events: [event],
      audit: auditOf(release, 'release.created', { releaseKey, releaseType }),
    },
  };
}
