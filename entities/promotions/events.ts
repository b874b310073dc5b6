// Events of promotions. They hold ids and names, never documents.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';
import { PROMOTION_STATUSES } from './words.model.ts';

const event = domainEvents('promotions');

const promotion = () => ({
  promotionId: z.string(),
  releaseId: z.string(),
  releaseKey: z.string(),
  serviceId: z.string(),
  service: z.string(),
  version: z.string(),
  environmentId: z.string(),
  environmentName: z.string(),
  isRollback: z.boolean(),
  status: z.enum(PROMOTION_STATUSES),
});
const because = () => ({ ...promotion(), code: z.string().optional(), reason: z.string().optional() });

export const PromotionRequested = event('PromotionRequested', promotion);
/** The verdict of a gate changed while the promotion waits. */
export const PromotionEvaluated = event('PromotionEvaluated', because);
/** All gates pass. */
export const PromotionApproved = event('PromotionApproved', promotion);
/** A gate fails that never passes. */
export const PromotionRejected = event('PromotionRejected', because);
/** It has the lock of environment and service, and is deployed from now on. */
export const PromotionStarted = event('PromotionStarted', promotion);
const deployed = () => ({ ...because(), deploymentId: z.string().optional() });
export const PromotionDeployed = event('PromotionDeployed', deployed);
export const PromotionFailed = event('PromotionFailed', deployed);
/** Its deployment failed, and its targets have their previous digests again. */
export const PromotionRolledBack = event('PromotionRolledBack', deployed);
export const PromotionCancelled = event('PromotionCancelled', because);
/** A newer promotion of the service to the environment took its place. */
export const PromotionSuperseded = event('PromotionSuperseded', () => ({ ...because(), supersededBy: z.string() }));

const override = () => ({ ...promotion(), expiresAt: z.string(), ticket: z.string().optional() });
export const PromotionOverrideRequested = event('PromotionOverrideRequested', override);
export const PromotionOverrideGranted = event('PromotionOverrideGranted', override);

const hold = () => ({
  environmentId: z.string(),
  environmentName: z.string(),
  serviceId: z.string(),
  service: z.string(),
  /** The deployment that was rolled back, with its release and version. */
  deploymentId: z.string(),
  releaseId: z.string().optional(),
  version: z.string(),
});

/** No release of the service is promoted automatically to the environment, until a person lifts it. */
export const AutoPromotionHeld = event('AutoPromotionHeld', () => ({ ...hold(), reason: z.string().optional() }));
export const AutoPromotionLifted = event('AutoPromotionLifted', hold);
