// Events of environments. They hold ids and names, never documents.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';
import { HEALTH_STATUSES } from './words.model.ts';

const event = domainEvents('environments');
const changed = z.array(z.string());

const environment = { environmentId: z.string(), name: z.string() };

export const EnvironmentCreated = event('EnvironmentCreated', () => environment);
export const EnvironmentUpdated = event('EnvironmentUpdated', () => ({ ...environment, changed }));
export const EnvironmentDeleted = event('EnvironmentDeleted', () => environment);
/** Nothing begins in the environment until the stop is lifted. */
export const EnvironmentStopped = event('EnvironmentStopped', () => ({ ...environment, reason: z.string() }));
export const EnvironmentStopLifted = event('EnvironmentStopLifted', () => environment);

/** Nothing begins in any environment of the tenant until the stop is lifted. */
export const AllEnvironmentsStopped = event('AllEnvironmentsStopped', () => ({ reason: z.string() }));
export const AllEnvironmentsStopLifted = event('AllEnvironmentsStopLifted', () => ({}));

const target = { ...{ targetId: z.string(), name: z.string() }, environmentId: z.string(), componentId: z.string() };

export const TargetCreated = event('TargetCreated', () => target);
export const TargetUpdated = event('TargetUpdated', () => ({ ...target, changed }));
export const TargetDeleted = event('TargetDeleted', () => target);

/** As an agent observed it; not sent if it observes the same health again. */
export const TargetHealthChanged = event('TargetHealthChanged', () => ({
  ...target,
  before: z.enum(HEALTH_STATUSES),
  healthStatus: z.enum(HEALTH_STATUSES),
  detail: z.string().optional(),
}));

/** An agent found another digest or sticker there than the latest deployment left; sent again if it finds yet another. */
export const DriftDetected = event('DriftDetected', () => ({
  ...target,
  driftSince: z.string(),
  expectedDigest: z.string(),
  observedDigest: z.string().optional(),
  expectedStickerHash: z.string().optional(),
  observedStickerHash: z.string().optional(),
}));

const freezeWindow = { freezeWindowId: z.string() };

export const FreezeWindowCreated = event('FreezeWindowCreated', () => freezeWindow);
export const FreezeWindowUpdated = event('FreezeWindowUpdated', () => ({ ...freezeWindow, changed }));
export const FreezeWindowDeleted = event('FreezeWindowDeleted', () => freezeWindow);
