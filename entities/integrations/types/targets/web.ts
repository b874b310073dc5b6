// WEB: an endpoint of the team that deploys a version.
import * as z from 'zod';
import { address, SIGNING_KEY, SIGNING_KEY_RULE } from '../config-fields.ts';
import type { TargetStore } from '../integration-type.ts';

const DEPLOYS_AT_ONCE =
  'A deployment endpoint releases a version as soon as it is told to: submit the version later instead';
const NO_STAGES =
  'A deployment endpoint has no staged rollout: it is told to release a version, and reports the result';

const config = z.lazy(() =>
  z.strictObject({
    url: address().describe('The endpoint that deploys a version when a signed webhook tells it to'),
  }),
);

export const web = {
  kind: 'TARGET',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      signingSecret: z
        .string()
        .regex(SIGNING_KEY, SIGNING_KEY_RULE)
        .describe('Signs what we send, as Standard Webhooks says'),
    }),
  ),
  sent: ['signingSecret'],
  unverified: [],
  platform: 'WEB',
  rollout: {
    percentages: [100],
    percentageRefusal: NO_STAGES,
    automaticOnly: DEPLOYS_AT_ONCE,
    refusals: {
      ...{ ROLL_OUT: NO_STAGES, PAUSE: NO_STAGES, RESUME: NO_STAGES, HALT: NO_STAGES, STATUS: NO_STAGES },
      RELEASE: DEPLOYS_AT_ONCE,
      WITHDRAW: 'A deployment endpoint cannot withdraw a version: submit another version instead',
    },
  },
} as const satisfies TargetStore;
