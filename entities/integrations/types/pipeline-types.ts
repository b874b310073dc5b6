// The types of pipeline: what each is configured with and which credentials it needs. Part of integration-types.ts.
import * as z from 'zod';
import { address, baseUrl, gitlabHookSecret, projectPath, secret, text } from './config-fields.ts';

/** Parameters that Windlass passes to every build. */
const OUR_PARAMETERS = ['RELEASE_VERSION', 'BRANCH', 'WINDLASS_TRIGGER_ID'] as const;

/** Fields that every type of pipeline has. */
const pipelineFields = () => ({
  description: text(300).optional(),
  parameters: z
    .record(z.string().regex(/^[A-Za-z_]\w{0,63}$/, 'must be a name such as BUILD_FLAVOR'), z.string().max(200))
    .refine((given) => Object.keys(given).length <= 10, { error: 'must be at most 10' })
    .refine((given) => OUR_PARAMETERS.every((name) => !(name in given)), {
      error: `must not be one of ${OUR_PARAMETERS.join(', ')}, which each build gets of its release`,
    })
    .optional()
    .describe('Further parameters of every build, which the job, workflow or pipeline must know'),
  buildTimeoutMinutes: z
    .number()
    .int()
    .min(1)
    .max(43_200)
    .optional()
    .describe('A build that has not ended so long after its trigger counts as failed, at the next look at it'),
});
export const jenkins = {
  config: z.strictObject({
    baseUrl: address(),
    jobPath: text(512)
      .overwrite((path) => path.split('/').filter(Boolean).join('/'))
      .check(z.minLength(1))
      .describe('Folders and job separated by "/", for example mobile/ios-release'),
    scmIntegrationId: text(64),
    targetIntegrationId: text(64),
    ...pipelineFields(),
  }),
  credentials: z.strictObject({
    username: secret(256),
    apiToken: secret(),
    webhookSecret: secret(256).optional().describe('Shared secret of the notification that Jenkins posts'),
  }),
};

export const githubActions = {
  config: z.strictObject({
    baseUrl: baseUrl('https://api.github.com'),
    owner: text(100),
    repository: text(100),
    workflow: text(255).describe('Workflow file name or id, for example release.yml'),
    scmIntegrationId: text(64),
    targetIntegrationId: text(64),
    ...pipelineFields(),
  }),
  credentials: z.strictObject({
    token: secret().describe('A token with actions:write'),
    webhookSecret: secret(256).optional().describe('Verifies X-Hub-Signature-256 of what GitHub sends'),
  }),
};

export const gitlabCi = {
  config: z.strictObject({
    baseUrl: baseUrl('https://gitlab.com'),
    project: projectPath(),
    scmIntegrationId: text(64),
    targetIntegrationId: text(64),
    ...pipelineFields(),
  }),
  credentials: z.strictObject({
    token: secret().describe('A personal, group or project access token with the scope api'),
    triggerToken: secret().optional().describe('A pipeline trigger token, to start pipelines by instead'),
    webhookSecret: gitlabHookSecret(),
  }),
};
