// Validates a release to create, now or at each departure of a train: every reference must exist, be usable and fit the others. Answers
// all violations at once, each with its path and code. Pure. Source: "Backend Validates ALL Foreign Keys" of the release-integrations model.
import type { FieldProblem } from '../../_base/errors.ts';
import { dayInWords } from '../../_base/time/moment.ts';
import { mayPilot } from '../../approvals/approval.model.ts';
import { type Standing, standingProblems } from '../../catalog/services/service.model.ts';
import { orderOf } from '../../catalog/version-order.model.ts';
import { DEFAULT_SCHEME } from '../../catalog/words.model.ts';
import type { IntegrationItem } from '../../integrations/integration.entity.ts';
import type { IntegrationRef } from '../../integrations/integration.model.ts';
import type { IntegrationKind } from '../../integrations/types/integration-kinds.ts';
import type { Platform } from '../../integrations/types/integration-type.ts';
import { platformOf, type TargetType } from '../../integrations/types/integration-types.ts';
import type { Role } from '../../names.ts';
import { optionsRefusal } from '../targets/target-options.model.ts';
import type { CreateReleaseBody } from './release-body.model.ts';

/** The body of a release without its name, version and dates. */
type Composition = Omit<
  CreateReleaseBody,
  'service' | 'createService' | 'version' | 'releaseKey' | 'baseVersion' | 'plannedDate' | 'targetReleaseDate'
>;

/** A release of the tenant that has the key or the version of a new one. */
export interface Taken {
  readonly what: 'KEY' | 'VERSION';
  readonly service: string;
  readonly version: string;
  readonly releaseKey: string;
  readonly status: string;
  readonly createdAt: string;
}

export interface References {
  /** The service, if it exists. */
  readonly service: Standing | undefined;
  readonly integrations: ReadonlyMap<string, IntegrationItem>;
  readonly pilot: { readonly isActive: boolean; readonly role?: Role } | undefined;
  /** The release that has the key or the version already. */
  readonly taken?: Taken | undefined;
  /** The tag of the previous release of the service. */
  readonly previousTag?: string | undefined;
}

const problem = (path: string, name: string, message: string): FieldProblem => ({
  path,
  code: `release.${name}`,
  message,
});

/** A problem for each repeated name of a list. */
function duplicates(field: 'targets' | 'pipelines' | 'platforms', names: readonly string[]): FieldProblem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [problem(`${field}[${index}]`, 'duplicate_reference', `names ${name} a second time`)]
      : [],
  );
}

interface Demand {
  readonly path: string;
  readonly kind: IntegrationKind;
  readonly noun: string;
  readonly mustBeVerified: boolean;
}

function integrationProblems(item: IntegrationItem, { path, noun, mustBeVerified }: Demand): FieldProblem[] {
  const { name, isActive, verificationStatus } = item;
  const problems = isActive ? [] : [problem(path, `${noun}_inactive`, `${name} is switched off`)];
  if (mustBeVerified && verificationStatus !== 'VALID') {
    problems.push(problem(path, `${noun}_not_verified`, `${name} is ${verificationStatus}; verify it first`));
  }
  return problems;
}

function pipelineProblems(body: Composition, path: string, item: IntegrationItem): FieldProblem[] {
  const config = item.config as { scmIntegrationId?: string; targetIntegrationId?: string };
  const problems: FieldProblem[] = [];
  if (config.scmIntegrationId !== body.scmIntegrationId) {
    problems.push(problem(path, 'pipeline_scm_mismatch', `${item.name} builds from another SCM integration`));
  }
  if (config.targetIntegrationId === undefined || !body.targets.includes(config.targetIntegrationId)) {
    problems.push(
      problem(path, 'pipeline_target_not_selected', `${item.name} builds for a target that is not selected`),
    );
  }
  return problems;
}

/** Optional references, which may change while the release is under way. */
export type OptionalReferences = Partial<
  Record<'communicationIntegrationId' | 'ticketIntegrationId' | 'releasePilotId', string | undefined>
>;
type OneDemand = Demand & { readonly id: string };

/** An absent reference has no problems. */
function optionalDemands(given: OptionalReferences): OneDemand[] {
  const optional = (
    path: 'communicationIntegrationId' | 'ticketIntegrationId',
    kind: IntegrationKind,
    noun: string,
  ) => {
    const id = given[path];
    return id === undefined ? [] : [{ path, id, kind, noun, mustBeVerified: false }];
  };
  return [
    ...optional('communicationIntegrationId', 'COMMUNICATION', 'communication'),
    ...optional('ticketIntegrationId', 'TICKET', 'ticket'),
  ];
}

/** The references in the order of the form. */
function demands(body: Composition): OneDemand[] {
  return [
    { path: 'scmIntegrationId', id: body.scmIntegrationId, kind: 'SCM', noun: 'scm', mustBeVerified: true },
    ...body.targets.map((id, index) => ({
      path: `targets[${index}]`,
      id,
      kind: 'TARGET' as const,
      noun: 'target',
      mustBeVerified: true,
    })),
    ...body.pipelines.map((id, index) => ({
      path: `pipelines[${index}]`,
      id,
      kind: 'PIPELINE' as const,
      noun: 'pipeline',
      mustBeVerified: false,
    })),
    ...optionalDemands(body),
  ];
}

const pilotProblems = ({ releasePilotId }: OptionalReferences, { pilot }: Pick<References, 'pilot'>): FieldProblem[] =>
  releasePilotId === undefined
    ? []
    : pilot?.isActive !== true
      ? [problem('releasePilotId', 'pilot_not_found', 'is not an active member of the tenant')]
      : pilot.role !== undefined && !mayPilot(pilot.role)
        ? [problem('releasePilotId', 'pilot_may_not_decide', `is a ${pilot.role}, who may not sign a release off`)]
        : [];

const kickoffProblems = (kickoff: { autoKickoff: boolean; plannedDate?: string | undefined }): FieldProblem[] =>
  kickoff.autoKickoff && kickoff.plannedDate === undefined
    ? [problem('plannedDate', 'planned_date_missing', 'is needed when autoKickoff is true')]
    : [];

function problemsOf(demand: OneDemand, { integrations }: Pick<References, 'integrations'>): FieldProblem[] {
  const { path, kind, noun, id } = demand;
  const item = integrations.get(id);
  return item?.kind === kind
    ? integrationProblems(item, demand)
    : [problem(path, `${noun}_not_found`, `is no ${kind} integration`)];
}

/** Every violation of a change: of its new references, its list of platforms, and the resulting kickoff. */
export function validateChange(
  given: OptionalReferences & { readonly platforms?: readonly string[] | undefined },
  kickoff: { readonly autoKickoff: boolean; readonly plannedDate?: string | undefined },
  references: Pick<References, 'integrations' | 'pilot'>,
): FieldProblem[] {
  return [
    ...duplicates('platforms', given.platforms ?? []),
    ...optionalDemands(given).flatMap((demand) => problemsOf(demand, references)),
    ...pilotProblems(given, references),
    ...kickoffProblems(kickoff),
  ];
}

/** The default base branch. */
export const defaultBranchOf = (
  { scmIntegrationId }: Pick<Composition, 'scmIntegrationId'>,
  { integrations }: Pick<References, 'integrations'>,
): string | undefined =>
  (integrations.get(scmIntegrationId)?.config as { defaultBranch?: string } | undefined)?.defaultBranch;

/** The problem of a taken key or version; a cancelled release that no user has leaves its version to another release. */
function takenProblem(body: CreateReleaseBody, { what, service, version, ...other }: Taken): FieldProblem {
  const { releaseKey, status, createdAt } = other;
  const standing = `(${status}, ${dayInWords(createdAt)})`;
  const isSame = service === body.service && version === body.version;
  if (what === 'VERSION') {
    const message = `${service} ${version} exists already as ${releaseKey} ${standing}; give another version`;
    return problem('version', 'version_taken', message);
  }
  const way = status === 'CANCELLED' ? 'delete it or give a releaseKey' : 'give another version';
  const message = isSame
    ? `${service} ${version} exists already ${standing}; ${way}`
    : `${releaseKey} is the releaseKey of ${service} ${version} ${standing}; give another`;
  return problem('releaseKey', 'key_taken', message);
}

/** A release is cut from a branch; a hotfix also from a tag: its own, or the tag of the previous release. */
export const baseTagProblems = ({
  releaseType,
  baseTag,
}: Pick<Composition, 'releaseType' | 'baseTag'>): FieldProblem[] =>
  baseTag !== undefined && releaseType !== 'HOTFIX'
    ? [problem('baseTag', 'base_tag_not_allowed', 'is for a HOTFIX only')]
    : [];

function baseProblems(body: Composition, hasPreviousTag: boolean, hasDefault: boolean): FieldProblem[] {
  const { releaseType, baseBranch, baseTag } = body;
  const isHotfix = releaseType === 'HOTFIX';
  const tagProblems = baseTagProblems(body);
  if (tagProblems.length > 0) return tagProblems;
  const hasBase = baseBranch !== undefined || baseTag !== undefined || (isHotfix && hasPreviousTag) || hasDefault;
  return hasBase
    ? []
    : [
        problem(
          'baseBranch',
          'base_missing',
          'is needed: the SCM integration names no defaultBranch to cut the release from',
        ),
      ];
}

/** The integrations that a body names, each once. */
export function namedIntegrations(body: Composition): IntegrationRef[] {
  const named = demands(body).map(({ kind, id }) => [`${kind} ${id}`, { kind, integrationId: id }] as const);
  return [...new Map(named).values()];
}

/** Options must be of a target of the release, and its store must support them. */
function optionProblems(
  { targets, targetOptions = {} }: Composition,
  { integrations }: Pick<References, 'integrations'>,
): FieldProblem[] {
  return Object.entries(targetOptions).flatMap(([id, options]) => {
    const path = `targetOptions.${id}`;
    if (!targets.includes(id)) return [problem(path, 'target_not_selected', 'is no target of the release')];
    const type = integrations.get(id)?.type as TargetType | undefined;
    const refusal = type && optionsRefusal(type, options);
    return refusal === undefined ? [] : [problem(path, 'target_option_refused', refusal)];
  });
}

function compositionProblems(
  body: Composition,
  references: Pick<References, 'integrations' | 'pilot'>,
): FieldProblem[] {
  const ofIntegrations = demands(body).flatMap((demand) => {
    const item = references.integrations.get(demand.id);
    const isPipeline = demand.kind === 'PIPELINE' && item?.kind === 'PIPELINE';
    return [...problemsOf(demand, references), ...(isPipeline ? pipelineProblems(body, demand.path, item) : [])];
  });
  return [
    ...duplicates('targets', body.targets),
    ...duplicates('pipelines', body.pipelines),
    ...duplicates('platforms', body.platforms ?? []),
    ...ofIntegrations,
    ...optionProblems(body, references),
    ...pilotProblems(body, references),
  ];
}

/** A version must be one of the service's scheme, which orders it among the others. */
function versionProblems({ service, version }: CreateReleaseBody, references: Pick<References, 'service'>) {
  const scheme = references.service?.versionScheme ?? DEFAULT_SCHEME;
  const refusal = orderOf(scheme).refusal(version);
  return refusal === undefined
    ? []
    : [problem('version', 'version_not_of_scheme', `${refusal}: ${service} orders its versions by ${scheme}`)];
}

/** Every violation. Without any, the release may be written, under the same conditions in the transaction. */
export function validateReferences(body: CreateReleaseBody, references: References): FieldProblem[] {
  return [
    ...standingProblems(body.service, references.service, body.createService),
    ...versionProblems(body, references),
    ...compositionProblems(body, references),
    ...kickoffProblems(body),
    ...baseProblems(body, references.previousTag !== undefined, defaultBranchOf(body, references) !== undefined),
    ...(references.taken === undefined ? [] : [takenProblem(body, references.taken)]),
  ];
}

/** Every violation in the template of a train's releases. The tag for a hotfix is known only at a departure. */
export const validateTemplate = (
  template: Composition,
  references: Pick<References, 'integrations' | 'pilot'>,
): FieldProblem[] => [
  ...compositionProblems(template, references),
  ...baseProblems(template, true, defaultBranchOf(template, references) !== undefined),
];

/** The platforms that the chosen targets reach. */
export function platformsOf(
  targets: readonly string[],
  integrations: ReadonlyMap<string, IntegrationItem>,
): Platform[] {
  const platforms = targets.flatMap((id) => {
    const type = integrations.get(id)?.type;
    return (type && platformOf(type)) ?? [];
  });
  return [...new Set(platforms)];
}
