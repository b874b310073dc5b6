// BITBUCKET: a repository at Bitbucket Cloud.
import * as z from 'zod';
import { baseUrl, defaultBranch, secret, tags, text } from '../config-fields.ts';
import type { ScmType } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: baseUrl('https://api.bitbucket.org/2.0').refine((url) => !url.includes('/rest/api/'), {
      error: 'is the API of Bitbucket Data Center; only Bitbucket Cloud is supported',
    }),
    workspace: text(100),
    repository: text(100).describe('The slug of the repository'),
    defaultBranch: defaultBranch(),
    tagFormat: tags(),
  }),
);

export const bitbucket = {
  kind: 'SCM',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      username: secret(320)
        .optional()
        .describe('The account of an app password (user name) or API token (e-mail). Leave out for an access token'),
      token: secret().describe('An app password, an API token, or an access token of the repository or workspace'),
      webhookSecret: secret(256).optional().describe('Verifies X-Hub-Signature of what Bitbucket sends'),
    }),
  ),
  sent: ['token'],
  unverified: ['tagFormat', 'defaultBranch'],
  sender: 'bitbucket',
  repository: ({ workspace, repository }: z.output<typeof config>) => `${workspace}/${repository}`,
} as const satisfies ScmType;
