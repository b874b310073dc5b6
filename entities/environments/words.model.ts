// Words that the entities and models of environments share. Pure.

export const TIERS = ['PRODUCTION', 'STAGING', 'TESTING', 'DEVELOPMENT'] as const;

export const FREEZE_EFFECTS = ['DENY', 'ALLOW'] as const;
export type FreezeEffect = (typeof FREEZE_EFFECTS)[number];
