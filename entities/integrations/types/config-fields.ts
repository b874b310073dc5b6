// Fields that several types of integration are configured with. Pure zod.
import * as z from 'zod';

/** A URL is shown to everybody who may read, so that it must not carry a user name or password. */
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

export const projectPath = () =>
  text(255).describe('The path of the project with its groups, for example acme/mobile/app');
/** How Standard Webhooks writes keys, of 24 to 64 bytes. */
export const SIGNING_KEY = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
export const SIGNING_KEY_RULE = 'must be whsec_ and the base64 of 24 to 64 random bytes';
export const gitlabHookSecret = () =>
  secret(256)
    .refine((text) => !text.startsWith('whsec_') || SIGNING_KEY.test(text), { error: SIGNING_KEY_RULE })
    .optional()
    .describe('The signing token (whsec_…) of the webhook, or its secret token, which GitLab sends as X-Gitlab-Token');
