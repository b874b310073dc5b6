// The deployment, the name of it at the system that reports it, and its place among those of a release. Source: deployments of the
// release-manager and engineering-analytics models; "Deployment Job" of the orchestrator model.
import {
  defineEntity,
  defineRecord,
  type ItemOf,
  json,
  list,
  map,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import { deploymentKeys, deploymentSourceKeys, releaseDeploymentKeys, stageOutputKeys } from './deployment.keys.ts';
import type { Told } from './reports/told.model.ts';
import type { FixedComponent, Rollout } from './rollout.model.ts';
import type { Stage } from './stages/stage.model.ts';
import type { Progress } from './windlass/progress.model.ts';
import { DEPLOYMENT_STATUSES, ORIGINS, SLOTS, STAGE_NAMES, STRATEGIES } from './words.model.ts';

export const deploymentDefinition = defineEntity('deployment', deploymentKeys, {
  deploymentId: text,
  shelf: text,
  origin: oneOf(ORIGINS),
  environmentId: text,
  serviceId: text,
  /** The slug of the service. */
  service: text,
  releaseId: optional(text),
  /** Of origin WINDLASS: the promotion that it carries out, the components that it puts on targets, and how. */
  promotionId: optional(text),
  components: optional(json as typeof json & { readonly value?: readonly FixedComponent[] }),
  rollout: optional(json as typeof json & { readonly value?: Rollout }),
  progress: optional(json as typeof json & { readonly value?: Progress }),
  /** BLUE_GREEN: the slot that it deploys to. */
  slot: optional(oneOf(SLOTS)),
  /** When a person wanted it to end; what is under way ends first. */
  cancelRequestedAt: optional(text),
  /** That of the release, otherwise as reported, otherwise the beginning of the sha. */
  version: text,
  sha: optional(text),
  digest: optional(text),
  status: oneOf(DEPLOYMENT_STATUSES),
  strategy: optional(oneOf(STRATEGIES)),
  rollbackOf: optional(text),
  /** The deployment that rolled this one back. */
  rolledBackBy: optional(text),
  reason: optional(text),
  url: optional(text),
  logUrl: optional(text),
  requestedAt: text,
  startedAt: optional(text),
  /** Its place in lists: startedAt, otherwise requestedAt; and the month of it. */
  beganAt: text,
  month: text,
  finishedAt: optional(text),
  /** The author of the deployment, if known. */
  by: optional(map({ type: text, id: text, name: text })),
  source: optional(map({ provider: text, repository: optional(text), externalId: text })),
  /** All reports together (reports/told.model.ts), from which the fields above are computed. */
  told: optional(json as typeof json & { readonly value?: Told }),
  stages: list(json as typeof json & { readonly value?: Stage }),
});

export const deploymentSourceDefinition = defineRecord('deploymentSource', deploymentSourceKeys, {
  shelf: text,
  provider: text,
  repository: text,
  externalId: text,
  deploymentId: text,
});

export const releaseDeploymentDefinition = defineRecord('releaseDeployment', releaseDeploymentKeys, {
  releaseId: text,
  deploymentId: text,
});

export const stageOutputDefinition = defineRecord('stageOutput', stageOutputKeys, {
  shelf: text,
  deploymentId: text,
  stage: oneOf(STAGE_NAMES),
  output: text,
});

export type DeploymentItem = ItemOf<typeof deploymentDefinition>;
