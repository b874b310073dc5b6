// Words that the entities and models of deployments share. Pure.
export const ORIGINS = ['WINDLASS', 'REPORTED'] as const;

export const DEPLOYMENT_STATUSES = [
  'PENDING',
  'IN_PROGRESS',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'ROLLED_BACK',
] as const;
export type DeploymentStatus = (typeof DEPLOYMENT_STATUSES)[number];

/** A report never says ROLLED_BACK: a deployment is rolled back by the success of another. */
export const REPORTED_STATUSES = ['PENDING', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type ReportedStatus = (typeof REPORTED_STATUSES)[number];

export const STRATEGIES = ['ALL_AT_ONCE', 'ROLLING', 'CANARY', 'BLUE_GREEN'] as const;

/** The halves of an environment in a BLUE_GREEN deployment: one is live. */
export const SLOTS = ['blue', 'green'] as const;
export type Slot = (typeof SLOTS)[number];

export const STAGE_NAMES = ['build', 'test', 'security_scan', 'deploy', 'smoke_test'] as const;
export type StageName = (typeof STAGE_NAMES)[number];

export const STAGE_STATUSES = ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'SKIPPED'] as const;
export type StageStatus = (typeof STAGE_STATUSES)[number];

/** A version that users have from a store. The last three keep the users who have it, and give it to no more. */
export const STORE_STATES = ['RELEASED', 'ROLLING_OUT', 'PAUSED', 'HALTED', 'WITHDRAWN', 'REPLACED'] as const;
export type StoreState = (typeof STORE_STATES)[number];
