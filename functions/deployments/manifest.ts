// The deployments domain: what ran where, and what is live. Other systems report their deployments by the API, by webhooks and on the bus;
// Windlass drives its own.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import { DeploymentTaskCancelled, DeploymentTaskFailed, DeploymentTaskLeased } from '../../entities/agents/events.ts';
import { serviceErrors } from '../../entities/catalog/errors.ts';
import { ServiceDeleted } from '../../entities/catalog/events.ts';
import {
  createDeploymentBody,
  deploymentView,
  deploymentWithStagesView,
  listDeploymentsQuery,
  reportStatusBody,
  shownDeploymentView,
} from '../../entities/deployments/deployment.model.ts';
import { deploymentErrors } from '../../entities/deployments/errors.ts';
import {
  DeploymentCancelled,
  DeploymentCancelRequested,
  DeploymentResumed,
  RollbackRequested,
} from '../../entities/deployments/events.ts';
import { differencesQuery, differenceView } from '../../entities/deployments/live/difference.model.ts';
import { listLiveQuery, liveView } from '../../entities/deployments/live/live.model.ts';
import { listLiveStoresQuery, liveStoreView } from '../../entities/deployments/live/stores/live-store.model.ts';
import {
  listMetricsQuery,
  metricView,
  recordedView,
  recordMetricsBody,
} from '../../entities/deployments/metrics/metric.model.ts';
import { updateStageBody } from '../../entities/deployments/stages/stage.model.ts';
import { cancelDeploymentBody, resumeDeploymentBody } from '../../entities/deployments/windlass/driven.model.ts';
import { environmentErrors } from '../../entities/environments/errors.ts';
import { EnvironmentDeleted } from '../../entities/environments/events.ts';
import { IntegrationDeleted } from '../../entities/integrations/events.ts';
import { CI_SOURCE_PREFIX } from '../../entities/names.ts';
import { RolloutChanged, TargetReleased, TargetReplaced, TargetWithdrawn } from '../../entities/releases/events.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;
const read = { role: 'VIEWER', scope: 'deployments:read', ci: true } as const;
const lead = { role: 'LEAD', scope: 'deployments:write' } as const;
const develop = { role: 'DEVELOPER', scope: 'deployments:write', ci: true } as const;

/** Events after which users may have another version from a store. */
export const STORE_EVENTS = [TargetReleased, RolloutChanged, TargetWithdrawn, TargetReplaced] as const;

export const manifest = defineManifest({
  domain: 'deployments',
  routes: {
    createDeployment: {
      method: 'POST',
      path: '/deployments',
      summary: 'Takes a report on a deployment; another one with the same externalId is about the same deployment',
      access: develop,
      errors: [
        deploymentErrors.invalid,
        deploymentErrors.external_id_taken,
        deploymentErrors.not_reported,
        serviceErrors.unknown,
      ],
      body: createDeploymentBody,
      status: 201,
      reply: deploymentWithStagesView,
    },
    listDeployments: {
      method: 'GET',
      path: '/deployments',
      summary: 'Lists deployments, newest first; a filtered page may be short',
      access: read,
      query: listDeploymentsQuery,
      status: 200,
      reply: listOf(deploymentView),
    },
    getDeployment: {
      method: 'GET',
      path: '/deployments/{deployment}',
      summary: 'Reads a deployment with its stages',
      access: read,
      errors: [deploymentErrors.not_found],
      status: 200,
      reply: shownDeploymentView,
    },
    reportDeploymentStatus: {
      method: 'POST',
      path: '/deployments/{deployment}/status',
      summary: 'Takes a report on the status of a deployment; a late or repeated one changes nothing',
      access: develop,
      errors: [deploymentErrors.not_found, deploymentErrors.not_reported],
      body: reportStatusBody,
      status: 200,
      reply: deploymentWithStagesView,
      hasRevision: false,
    },
    updateDeploymentStage: {
      method: 'PATCH',
      path: '/deployments/{deployment}/stages/{stage}',
      summary: 'Changes a stage of a deployment: its status, time-out or output',
      access: develop,
      errors: [
        deploymentErrors.not_found,
        deploymentErrors.not_reported,
        deploymentErrors.stage_not_found,
        deploymentErrors.illegal_stage,
      ],
      body: updateStageBody,
      status: 200,
      reply: deploymentWithStagesView,
    },
    cancelDeployment: {
      method: 'POST',
      path: '/deployments/{deployment}/cancel',
      summary: 'Cancels a deployment that Windlass drives: nothing more begins, and what is under way ends first',
      access: develop,
      errors: [deploymentErrors.not_found, deploymentErrors.not_driven, deploymentErrors.has_ended],
      body: cancelDeploymentBody,
      status: 200,
      reply: deploymentWithStagesView,
    },
    resumeDeployment: {
      method: 'POST',
      path: '/deployments/{deployment}/resume',
      summary: 'Resumes a deployment that is paused after a failure',
      access: lead,
      errors: [
        deploymentErrors.not_found,
        deploymentErrors.not_driven,
        deploymentErrors.has_ended,
        deploymentErrors.not_paused,
        deploymentErrors.irreversible,
      ],
      body: resumeDeploymentBody,
      status: 200,
      reply: deploymentWithStagesView,
    },
    recordDeploymentMetrics: {
      method: 'POST',
      path: '/deployments/{deployment}/metrics',
      summary: 'Records up to 100 metrics of a deployment; one of the same name and time replaces the first',
      access: develop,
      errors: [deploymentErrors.not_found],
      body: recordMetricsBody,
      status: 200,
      reply: recordedView,
      hasRevision: false,
    },
    listDeploymentMetrics: {
      method: 'GET',
      path: '/deployments/{deployment}/metrics',
      summary: 'Lists the metrics of a deployment, oldest first',
      access: read,
      errors: [deploymentErrors.not_found],
      query: listMetricsQuery,
      status: 200,
      reply: listOf(metricView),
    },
    listLiveDeployments: {
      method: 'GET',
      path: '/live-deployments',
      summary:
        'Lists what is live: the deployment of each service that an environment runs; a filtered page may be short',
      access: read,
      query: listLiveQuery,
      status: 200,
      reply: listOf(liveView),
    },
    listLiveStores: {
      method: 'GET',
      path: '/live-stores',
      summary:
        'Lists what is live in stores: the version of each service that users have from it; a filtered page may be short',
      access: read,
      query: listLiveStoresQuery,
      status: 200,
      reply: listOf(liveStoreView),
    },
    diffEnvironments: {
      method: 'GET',
      path: '/environments/{environment}/diff/{other}',
      summary: 'Compares what is live in two environments, by service: both versions and the releases between them',
      access: read,
      errors: [environmentErrors.not_found],
      query: differencesQuery,
      status: 200,
      reply: listOf(differenceView),
    },
  },
  subscriptions: {
    reports: {
      source: [{ prefix: CI_SOURCE_PREFIX }],
      outsideTypes: ['deployment', 'deployment_status', 'Deployment Hook', { prefix: 'dev.cdevents.service.' }],
    },
    services: { source: [ServiceDeleted.source], detailTypes: [ServiceDeleted.type] },
    stores: { source: [TargetReleased.source], detailTypes: STORE_EVENTS.map(({ type }) => type) },
    integrations: { source: [IntegrationDeleted.source], detailTypes: [IntegrationDeleted.type] },
    own: {
      source: [RollbackRequested.source],
      detailTypes: [
        RollbackRequested.type,
        DeploymentCancelRequested.type,
        DeploymentCancelled.type,
        DeploymentResumed.type,
      ],
    },
    tasks: {
      source: [DeploymentTaskLeased.source],
      detailTypes: [DeploymentTaskLeased.type, DeploymentTaskFailed.type, DeploymentTaskCancelled.type],
    },
    places: { source: [EnvironmentDeleted.source], detailTypes: [EnvironmentDeleted.type] },
  },
  tasks: {
    createPromotionDeployment: 'Creates the deployment of a promotion',
    decideDeploymentStep: 'Begins a deployment, judges it, and answers the next step',
    awaitDeployment: 'Waits for a soak, a person or the turn of a deployment',
    finishDeployment: 'Stores the end of a deployment',
  },
  machines: ['deployment'],
  lambdas: {
    api: {
      impact: 'CI cannot report deployments, and people cannot see what ran where and what is live.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:check'],
    },
    events: {
      impact: 'Deployments that GitHub, GitLab and others report are not recorded until the function works again.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
      starts: ['deployment', 'deployment-wave'],
      answers: ['deployment', 'deployment-wave'],
    },
    tasks: {
      impact: 'Deployments that Windlass drives stand still.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update'],
      answers: ['deployment'],
    },
  },
});
