// Words that the entities and models of environments, and the console, share. Pure.

export const TIERS = ['PRODUCTION', 'STAGING', 'TESTING', 'DEVELOPMENT'] as const;

export const TARGET_TYPES = ['DOCKER_HOST', 'COMPOSE_HOST', 'KUBERNETES', 'ECS_SERVICE', 'NOMAD_JOB', 'SHELL'] as const;
export type TargetType = (typeof TARGET_TYPES)[number];

export const HEALTH_STATUSES = ['UNKNOWN', 'HEALTHY', 'UNHEALTHY'] as const;

export const FREEZE_EFFECTS = ['DENY', 'ALLOW'] as const;
export type FreezeEffect = (typeof FREEZE_EFFECTS)[number];
