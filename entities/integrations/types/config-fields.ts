// Config fields that several types of integration share. Pure zod.
import * as z from 'zod';
import { GIT_NAME } from '../../_base/git-name.ts';
import { prose } from '../../_base/text.ts';
import { tagFormat } from './tag-format.model.ts';

/** Everybody who may read sees the URL, so it must not contain a user name or password. */
export const address = () =>
  z
    .url({ protocol: /^https?$/ })
    .max(512)
    .refine((url) => !URL.canParse(url) || new URL(url).username + new URL(url).password === '', {
      error: 'must not hold a user name or password',
    });
export const baseUrl = (standard: string) =>
  address().default(standard).describe(`Base URL, for self-hosted services. Default ${standard}`);
export const text = (max: number) => z.string().trim().min(1).max(max);
export const secret = (max = 4096) => z.string().min(1).max(max);

/** A path of names, kept without needless slashes. */
export const namesPath = (max: number) =>
  text(max)
    .overwrite((path) => path.split('/').filter(Boolean).join('/'))
    .check(z.minLength(1));

export const projectPath = () =>
  namesPath(255).describe('The path of the project with its groups, for example acme/mobile/app, or its number');
/** The format of Standard Webhooks' keys, of 24 to 64 bytes. */
export const SIGNING_KEY = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
export const SIGNING_KEY_RULE = 'must be whsec_ and the base64 of 24 to 64 random bytes';
export const gitlabHookSecret = () =>
  secret(256)
    .refine((text) => !text.startsWith('whsec_') || SIGNING_KEY.test(text), { error: SIGNING_KEY_RULE })
    .optional()
    .describe('The signing token (whsec_…) of the webhook, or its secret token, which GitLab sends as X-Gitlab-Token');

/** No default: items stored without it stay unchanged. */
export const tags = () =>
  tagFormat
    .optional()
    .describe(
      'The format of tag names: {version} once, and {service} if services share a repository, as in {service}-v{version}. Default v{version}',
    );

export const defaultBranch = () =>
  text(200)
    .regex(GIT_NAME, 'must be a branch name')
    .optional()
    .describe('The branch that releases without a base branch are cut from');

export const createsEpics = () => z.boolean().optional().describe('false: releases get no issues. Default true');

export const cancelledTransition = () =>
  text(80)
    .optional()
    .describe('The transition (or status) that closes the epics of a cancelled release; without it they stay open');

/** Default texts for users of an app by language, for releases without notes. */
export const defaultNotes = (max: number) =>
  z
    .record(
      z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a BCP 47 locale such as en-US'),
      prose(max).trim().min(1),
    )
    .refine((texts) => Object.keys(texts).length <= 60, { error: 'may hold 60 languages' })
    .optional()
    .describe(
      'Default release notes by language, for releases without notes. Without them, a sentence about fixes and improvements',
    );

/** Parameters that Windlass passes to every build. */
const OUR_PARAMETERS = ['RELEASE_VERSION', 'BRANCH', 'WINDLASS_TRIGGER_ID'] as const;

/** Fields that every type of pipeline has. */
export const pipelineFields = () => ({
  scmIntegrationId: text(64),
  targetIntegrationId: text(64),
  description: text(300).optional(),
  parameters: z
    .record(z.string().regex(/^[A-Za-z_]\w{0,63}$/, 'must be a name such as BUILD_FLAVOR'), z.string().max(200))
    .refine((given) => Object.keys(given).length <= 10, { error: 'must be at most 10' })
    .refine((given) => OUR_PARAMETERS.every((name) => !(name in given)), {
      error: `must not be one of ${OUR_PARAMETERS.join(', ')}, which each build gets from its release`,
    })
    .optional()
    .describe('Further parameters of every build, which the job, workflow or pipeline must know'),
  buildTimeoutMinutes: z
    .number()
    .int()
    .min(1)
    .max(43_200)
    .optional()
    .describe('A build that has not ended within this time after its trigger counts as failed at the next look'),
});
