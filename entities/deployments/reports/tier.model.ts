// The tier of an environment that only a report names. Pure.
import type { TIERS } from '../../environments/words.model.ts';

const WORDS: readonly (readonly [RegExp, (typeof TIERS)[number]])[] = [
  [/stag|pre-?prod|uat/i, 'STAGING'],
  // A product has nothing to do with production.
  [/prod(?!uct(?!ion))|(?:^|[^a-z])live(?![a-z])/i, 'PRODUCTION'],
  [/(?:^|[^a-z])(?:test|qa)/i, 'TESTING'],
];

/** `eu-production` is PRODUCTION, `preprod` is STAGING; a name without a known word is DEVELOPMENT. */
export const tierOf = (name: string): (typeof TIERS)[number] =>
  WORDS.find(([word]) => word.test(name))?.[1] ?? 'DEVELOPMENT';
