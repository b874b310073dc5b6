// GITLAB: a project at GitLab.
import * as z from 'zod';
import { baseUrl, defaultBranch, gitlabHookSecret, projectPath, secret, tags } from '../config-fields.ts';
import type { ScmType } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: baseUrl('https://gitlab.com'),
    project: projectPath(),
    defaultBranch: defaultBranch(),
    tagFormat: tags(),
  }),
);

export const gitlab = {
  kind: 'SCM',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      token: secret().describe('A personal, group or project access token with the scope api'),
      webhookSecret: gitlabHookSecret(),
    }),
  ),
  sent: ['token'],
  unverified: ['tagFormat', 'defaultBranch'],
  sender: 'gitlab',
  repository: ({ project }: z.output<typeof config>) => project,
} as const satisfies ScmType;
