// Whether a release may be created as asked: every reference exists, is usable and fits the others. All violations at
// once, each with its path and code. Pure. Source: "Backend Validates ALL Foreign Keys" of the release-integrations model.
import type { FieldProblem } from '../_base/errors.ts';
import type { IntegrationItem } from '../integrations/integration.entity.ts';
import type { IntegrationKind } from '../integrations/integration-types.ts';
import type { CreateReleaseBody, Platform } from './release.model.ts';

export interface References {
  readonly integrations: ReadonlyMap<string, IntegrationItem>;
  readonly pilot: { readonly isActive: boolean } | undefined;
  readonly isKeyTaken: boolean;
}

const problem = (path: string, name: string, message: string): FieldProblem => ({
  path,
  code: `release.${name}`,
  message,
});

/** What a list names twice: the second and later ones are the problem. */
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

function pipelineProblems(body: CreateReleaseBody, path: string, item: IntegrationItem): FieldProblem[] {
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

/** The demands in the order of the form; an absent optional reference demands nothing. */
function demands(body: CreateReleaseBody): (Demand & { id: string })[] {
  const optional = (
    path: 'communicationIntegrationId' | 'ticketIntegrationId',
    kind: IntegrationKind,
    noun: string,
  ) => {
    const id = body[path];
    return id === undefined ? [] : [{ path, id, kind, noun, mustBeVerified: false }];
  };
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
    ...optional('communicationIntegrationId', 'COMMUNICATION', 'communication'),
    ...optional('ticketIntegrationId', 'TICKET', 'ticket'),
  ];
}

/** Every violation; none means that the release may be written, under the same conditions in the transaction. */
export function validateReferences(body: CreateReleaseBody, references: References): FieldProblem[] {
  const ofIntegrations = demands(body).flatMap((demand) => {
    const { path, kind, noun } = demand;
    const item = references.integrations.get(demand.id);
    if (item?.kind !== kind) return [problem(path, `${noun}_not_found`, `is not a ${kind} integration`)];
    return [...integrationProblems(item, demand), ...(kind === 'PIPELINE' ? pipelineProblems(body, path, item) : [])];
  });
  const pilotProblem =
    body.releasePilotId !== undefined && references.pilot?.isActive !== true
      ? [problem('releasePilotId', 'pilot_not_found', 'is not an active member of the tenant')]
      : [];
  const keyProblem = references.isKeyTaken ? [problem('releaseKey', 'key_taken', 'is the key of another release')] : [];
  const dateProblem =
    body.autoKickoff && body.plannedDate === undefined
      ? [problem('plannedDate', 'planned_date_missing', 'is needed when autoKickoff is true')]
      : [];
  return [
    ...duplicates('targets', body.targets),
    ...duplicates('pipelines', body.pipelines),
    ...duplicates('platforms', body.platforms ?? []),
    ...ofIntegrations,
    ...pilotProblem,
    ...dateProblem,
    ...keyProblem,
  ];
}

const PLATFORM_OF: Readonly<Record<string, Platform>> = { APP_STORE: 'IOS', PLAY_STORE: 'ANDROID', WEB: 'WEB' };

/** The platforms that the chosen targets reach. */
export function platformsOf(
  targets: readonly string[],
  integrations: ReadonlyMap<string, IntegrationItem>,
): Platform[] {
  const platforms = targets.flatMap((id) => PLATFORM_OF[integrations.get(id)?.type ?? ''] ?? []);
  return [...new Set(platforms)];
}
