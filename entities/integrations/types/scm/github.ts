// GITHUB: a repository at GitHub.
import * as z from 'zod';
import { baseUrl, defaultBranch, secret, tags, text } from '../config-fields.ts';
import type { ScmType } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: baseUrl('https://api.github.com'),
    owner: text(100),
    repository: text(100),
    defaultBranch: defaultBranch(),
    tagFormat: tags(),
  }),
);

export const github = {
  kind: 'SCM',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      token: secret().describe('A fine-grained token or an installation token with contents:write'),
      webhookSecret: secret(256).optional().describe('Verifies X-Hub-Signature-256 of what GitHub sends'),
    }),
  ),
  sent: ['token'],
  unverified: ['tagFormat', 'defaultBranch'],
  sender: 'github',
  repository: ({ owner, repository }: z.output<typeof config>) => `${owner}/${repository}`,
} as const satisfies ScmType;
