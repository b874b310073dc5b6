// Events of deployments. They hold ids and names, never documents.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';
import { RESUME_ACTIONS } from './windlass/progress.model.ts';
import { DEPLOYMENT_STATUSES, ORIGINS, STAGE_NAMES, STAGE_STATUSES } from './words.model.ts';

const event = domainEvents('deployments');
const inside = domainEvents('deployments', { isPublic: false });

const place = { environmentId: z.string(), serviceId: z.string(), service: z.string() };
const deployment = () => ({
  deploymentId: z.string(),
  origin: z.enum(ORIGINS),
  ...place,
  releaseId: z.string().optional(),
  version: z.string(),
  sha: z.string().optional(),
  rollbackOf: z.string().optional(),
  status: z.enum(DEPLOYMENT_STATUSES),
});

/** The first that is known of a deployment. Another event says how far it is, unless it is PENDING. */
export const DeploymentCreated = event('DeploymentCreated', deployment);
/** Facts of a deployment changed, but not its status. */
export const DeploymentUpdated = event('DeploymentUpdated', () => ({ ...deployment(), changed: z.array(z.string()) }));
export const DeploymentStarted = event('DeploymentStarted', deployment);
export const DeploymentSucceeded = event('DeploymentSucceeded', deployment);
export const DeploymentFailed = event('DeploymentFailed', () => ({ ...deployment(), reason: z.string().optional() }));
export const DeploymentCancelled = event('DeploymentCancelled', deployment);
/** Another deployment, `rolledBackBy`, took its place. */
export const DeploymentRolledBack = event('DeploymentRolledBack', () => ({
  ...deployment(),
  rolledBackBy: z.string(),
}));
/** It waits for a person until `pausedUntil`, and is rolled back then. */
export const DeploymentPaused = event('DeploymentPaused', () => ({
  ...deployment(),
  reason: z.string().optional(),
  pausedUntil: z.string(),
}));
export const DeploymentResumed = event('DeploymentResumed', () => ({
  ...deployment(),
  action: z.enum(RESUME_ACTIONS),
}));
/** Nothing more begins; tasks that are under way end first. */
export const DeploymentCancelRequested = event('DeploymentCancelRequested', deployment);
/** Each target gets its previous version back. */
export const DeploymentRollbackStarted = event('DeploymentRollbackStarted', () => ({
  ...deployment(),
  reason: z.string().optional(),
}));
/** A rollback that no promotion carries out. */
export const RollbackRequested = event('RollbackRequested', deployment);
/** The service does not run in the environment any more. */
export const LiveDeploymentRemoved = event('LiveDeploymentRemoved', () => ({
  ...place,
  deploymentId: z.string().optional(),
}));

export const DeploymentStageChanged = inside('DeploymentStageChanged', () => ({
  deploymentId: z.string(),
  ...place,
  stage: z.enum(STAGE_NAMES),
  stageStatus: z.enum(STAGE_STATUSES),
}));
