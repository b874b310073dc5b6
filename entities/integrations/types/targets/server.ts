// SERVER: an environment of the tenant. A service that ships to no store is released there by a promotion, which Windlass deploys itself.
import * as z from 'zod';
import { reference } from '../../../_base/text.ts';
import { rolloutSchema } from '../../../deployments/rollout.model.ts';
import type { TargetStore } from '../integration-type.ts';

const BY_ITS_GATES =
  'A promotion is deployed as soon as its gates pass: submit the version later, or ask for approvals in the environment';
const BY_ITS_ROLLOUT =
  'A promotion is rolled out as the config of its integration says: change its rollout before the version is submitted';
const BY_ITS_DEPLOYMENT =
  'The rollout of a promotion is its deployment: cancel it or roll it back by POST …/deployments/{id}/cancel or …/rollback';

const config = z.lazy(() =>
  z.strictObject({
    environmentId: reference.describe('The environment, which has a place in the order of promotion'),
    rollout: rolloutSchema.optional().describe('The rollout of every promotion. Default: all targets at once'),
  }),
);

export const server = {
  kind: 'TARGET',
  config,
  credentials: z.lazy(() => z.strictObject({})),
  sent: [],
  unverified: ['rollout'],
  platform: 'SERVER',
  rollout: {
    percentages: [100],
    percentageRefusal: BY_ITS_ROLLOUT,
    automaticOnly: BY_ITS_GATES,
    refusals: {
      ...{ ROLL_OUT: BY_ITS_ROLLOUT, PAUSE: BY_ITS_DEPLOYMENT, RESUME: BY_ITS_DEPLOYMENT, HALT: BY_ITS_DEPLOYMENT },
      RELEASE: BY_ITS_GATES,
    },
  },
} as const satisfies TargetStore;
