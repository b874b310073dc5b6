// JENKINS: a parameterized job.
import * as z from 'zod';
import { address, namesPath, pipelineFields, secret } from '../config-fields.ts';
import type { PipelineType } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: address(),
    jobPath: namesPath(512).describe('Folders and job separated by "/", for example mobile/ios-release'),
    ...pipelineFields(),
  }),
);

export const jenkins = {
  kind: 'PIPELINE',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      username: secret(256),
      apiToken: secret(),
      webhookSecret: secret(256).optional().describe('Shared secret of the notification that Jenkins posts'),
    }),
  ),
  sent: ['apiToken'],
  unverified: ['description', 'parameters', 'buildTimeoutMinutes'],
  sender: 'jenkins',
  job: ({ jobPath }: z.output<typeof config>) => jobPath,
} as const satisfies PipelineType;
