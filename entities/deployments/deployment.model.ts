// A deployment: one execution of a version of a service in one environment. Bodies, views and filters. Pure. Sources: see
// deployment.entity.ts.
import * as z from 'zod';
import { actorSchema } from '../_base/events.ts';
import { newId, shelfOf, type TenantId } from '../_base/ids.ts';
import { pageQuery } from '../_base/list.ts';
import { firstStamps } from '../_base/table/entity.ts';
import { prose, reference } from '../_base/text.ts';
import { instant } from '../_base/time/instant.model.ts';
import { isoOf } from '../_base/time/iso.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { slug } from '../catalog/services/service.model.ts';
import { type DeploymentItem, deploymentDefinition } from './deployment.entity.ts';
import { deploymentErrors } from './errors.ts';
import type { DeploymentSource } from './reports/deployment-report.model.ts';
import { fieldsOf, isEnd, type Told } from './reports/told.model.ts';
import { newStages, type Outputs, stageView, viewStage } from './stages/stage.model.ts';
import { executionView, viewExecution } from './windlass/driven.model.ts';
import { DEPLOYMENT_STATUSES, ORIGINS, REPORTED_STATUSES, STRATEGIES } from './words.model.ts';

const time = instant();
const address = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '', {
    error: 'must not hold a user name or password',
  });
/** Parts of keys have no separator. */
const word = (max: number) => prose(max).regex(/^[^#\s]+$/, 'must not have spaces or #');

const told = {
  url: address.optional().describe('The page of the deployment at the system that makes it'),
  logUrl: address.optional(),
  reason: prose(500).trim().min(1).optional(),
};

export const createDeploymentBody = z.lazy(() =>
  z
    .strictObject({
      environment: prose(100).trim().min(1).describe('By name or id; an unknown name becomes an environment'),
      service: slug,
      release: prose(200).min(1).optional().describe('The releaseKey. Default: the release of the version or commit'),
      version: word(100).optional(),
      sha: z
        .string()
        .regex(/^[0-9a-f]{7,64}$/, 'must be a commit in lower-case hexadecimal')
        .optional(),
      digest: z
        .string()
        .regex(/^sha256:[0-9a-f]{64}$/, 'must be a digest such as sha256:…')
        .optional(),
      status: z.enum(REPORTED_STATUSES).default('SUCCEEDED'),
      strategy: z.enum(STRATEGIES).optional(),
      rollbackOf: reference.optional().describe('The deployment that this one takes back'),
      startedAt: time.optional(),
      finishedAt: time.optional().describe('Default: now, if it has ended'),
      ...told,
      externalId: word(200)
        .optional()
        .describe('The id of the deployment where it is made: a second report is about the same'),
      provider: word(50).default('api').describe('The system that made externalId, e.g. github'),
      repository: word(300).optional().describe('The repository or project within which externalId is unique'),
    })
    .refine(({ release, version, sha, digest }) => [release, version, sha, digest].some((one) => one !== undefined), {
      path: ['version'],
      error: 'must say what was deployed: release, version, sha or digest',
    })
    .refine(({ status, finishedAt }) => isEnd(status) || finishedAt === undefined, {
      path: ['finishedAt'],
      error: 'is only of a deployment that has ended',
    }),
);
export type CreateDeploymentBody = z.output<typeof createDeploymentBody>;

export const reportStatusBody = z.lazy(() =>
  z.strictObject({
    status: z.enum(REPORTED_STATUSES),
    at: time.optional().describe('Since when it has the status. Default: now'),
    ...told,
  }),
);

export const listDeploymentsQuery = z.strictObject({
  ...pageQuery,
  environmentId: reference.optional(),
  service: slug.optional(),
  releaseId: reference.optional(),
  status: z.enum(DEPLOYMENT_STATUSES).optional(),
  origin: z.enum(ORIGINS).optional(),
  from: time
    .optional()
    .describe('Started, or requested if not yet started, at this time or later; default: two years before to'),
  to: time.optional().describe('Before this time'),
});
export type DeploymentFilter = Omit<z.output<typeof listDeploymentsQuery>, 'limit' | 'cursor'>;

export const actorView = actorSchema;

const fields = {
  id: z.string(),
  origin: z.enum(ORIGINS),
  environmentId: z.string(),
  serviceId: z.string(),
  service: z.string(),
  releaseId: z.string().nullable(),
  version: z.string().describe('That of the release, otherwise as reported, otherwise the beginning of the commit'),
  sha: z.string().nullable(),
  digest: z.string().nullable(),
  status: z.enum(DEPLOYMENT_STATUSES),
  strategy: z.enum(STRATEGIES).nullable(),
  rollbackOf: z.string().nullable(),
  rolledBackBy: z.string().nullable().describe('The deployment that took this one back'),
  reason: z.string().nullable(),
  url: z.string().nullable(),
  logUrl: z.string().nullable(),
  requestedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  by: actorView.nullable().describe('The author of the deployment'),
  source: z
    .strictObject({ provider: z.string(), repository: z.string().nullable(), externalId: z.string() })
    .nullable()
    .describe('The name of the deployment at the system that reported it'),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
};

export const deploymentView = z.strictObject(fields).meta({ id: 'DeploymentSummary' });

const DEPLOYMENT_ACTIONS = [
  'reportDeploymentStatus',
  'updateDeploymentStage',
  'rollbackDeployment',
  'cancelDeployment',
  'resumeDeployment',
] as const;
export type DeploymentAction = (typeof DEPLOYMENT_ACTIONS)[number];

const parts = {
  stages: z.array(stageView),
  execution: executionView.nullable().describe('Of a deployment that Windlass drives; null for a reported one'),
};

export const deploymentWithStagesView = z.strictObject({ ...fields, ...parts }).meta({ id: 'DeploymentWithStages' });

/** One deployment; as an entry of a list, and after a change, it has no actions. */
export const shownDeploymentView = z.strictObject({
  ...fields,
  ...parts,
  actions: actionsView(DEPLOYMENT_ACTIONS),
});

const OPTIONAL = [
  'releaseId',
  'sha',
  'digest',
  'strategy',
  'rollbackOf',
  'rolledBackBy',
  'reason',
  'url',
  'logUrl',
  'startedAt',
  'finishedAt',
  'by',
] as const;

export function viewDeployment(item: DeploymentItem): z.output<typeof deploymentView> {
  const { deploymentId: id, origin, environmentId, serviceId, service, version, status, requestedAt, source } = item;
  const { createdAt, updatedAt, revision } = item;
  const known = Object.fromEntries(OPTIONAL.map((name) => [name, item[name] ?? null]));
  return {
    ...{ id, origin, environmentId, serviceId, service, version, status, requestedAt },
    ...(known as Pick<z.output<typeof deploymentView>, (typeof OPTIONAL)[number]>),
    source: source
      ? { provider: source.provider, repository: source.repository ?? null, externalId: source.externalId }
      : null,
    ...{ createdAt, updatedAt, revision },
  };
}

/** With the outputs of its stages. */
export const viewWithStages = (item: DeploymentItem, outputs: Outputs): z.output<typeof deploymentWithStagesView> => ({
  ...viewDeployment(item),
  stages: item.stages.map((stage) => viewStage(stage, outputs)),
  execution: viewExecution(item),
});

export interface Place {
  readonly tenantId: TenantId;
  readonly environmentId: string;
  readonly serviceId: string;
  readonly service: string;
}

/** The release that a deployment is attached to. */
export interface Attached {
  readonly releaseId: string;
  readonly version: string;
}

/** A deployment that is first heard of at `at` (epoch milliseconds). */
export function newReported(
  place: Place,
  at: number,
  told: Told,
  source: DeploymentSource | undefined,
  release: Attached | undefined,
): DeploymentItem {
  const deploymentId = newId<'Deployment'>(at);
  return {
    ...place,
    deploymentId,
    shelf: shelfOf(deploymentId),
    origin: 'REPORTED',
    ...fieldsOf(told, undefined, release?.version),
    releaseId: release?.releaseId,
    source,
    told,
    stages: newStages(),
    ...firstStamps(deploymentDefinition, isoOf(at)),
  } as DeploymentItem;
}

/** Throws `deployment.not_reported`. */
export function assertReported({ origin }: Pick<DeploymentItem, 'origin'>): void {
  if (origin !== 'REPORTED') throw deploymentErrors.not_reported();
}

export function matchesFilter(item: DeploymentItem, serviceId: string | undefined, asked: DeploymentFilter): boolean {
  const { environmentId, releaseId, status, origin, from = '', to = '~' } = asked;
  const same = { environmentId, releaseId, status, origin, serviceId };
  const isSame = Object.entries(same).every(
    ([name, value]) => value === undefined || item[name as keyof typeof same] === value,
  );
  return isSame && item.beganAt >= from && item.beganAt < to;
}
