// GITHUB_ACTIONS: a workflow of a repository at GitHub.
import * as z from 'zod';
import { baseUrl, pipelineFields, secret, text } from '../config-fields.ts';
import type { PipelineType } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: baseUrl('https://api.github.com'),
    owner: text(100),
    repository: text(100),
    workflow: text(255).describe('Workflow file name or id, for example release.yml'),
    ...pipelineFields(),
  }),
);

export const githubActions = {
  kind: 'PIPELINE',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      token: secret().describe('A token with actions:write'),
      webhookSecret: secret(256).optional().describe('Verifies X-Hub-Signature-256 of what GitHub sends'),
    }),
  ),
  sent: ['token'],
  unverified: ['description', 'parameters', 'buildTimeoutMinutes'],
  sender: 'github',
  repository: ({ owner, repository }: z.output<typeof config>) => `${owner}/${repository}`,
  job: ({ workflow }: z.output<typeof config>) => workflow,
} as const satisfies PipelineType;
