// GITLAB_CI: the pipelines of a project at GitLab.
import * as z from 'zod';
import { baseUrl, gitlabHookSecret, pipelineFields, projectPath, secret } from '../config-fields.ts';
import type { PipelineType } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: baseUrl('https://gitlab.com'),
    project: projectPath(),
    ...pipelineFields(),
  }),
);

export const gitlabCi = {
  kind: 'PIPELINE',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      token: secret().describe('A personal, group or project access token with the scope api'),
      triggerToken: secret().optional().describe('A pipeline trigger token, to start pipelines by instead'),
      webhookSecret: gitlabHookSecret(),
    }),
  ),
  sent: ['token', 'triggerToken'],
  unverified: ['description', 'parameters', 'buildTimeoutMinutes'],
  sender: 'gitlab',
  repository: ({ project }: z.output<typeof config>) => project,
} as const satisfies PipelineType;
