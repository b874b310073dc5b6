// The rules for configurations of integrations that their shape alone does not say.
import { describe, expect, it } from 'vitest';
import { INTEGRATION_TYPES, typesOfKind } from '../../../../../entities/integrations/types/integration-types.ts';
import { CHANNELS } from '../../../../../entities/notifications/channel.model.ts';

const wrongs =
  (schema: { safeParse(value: unknown): { error?: { issues: { path: PropertyKey[]; message: string }[] } } }) =>
  (value: unknown) =>
    schema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];

describe.each(['GITLAB', 'GITLAB_CI'] as const)('the webhook secret of %s', (type) => {
  const check = wrongs(INTEGRATION_TYPES[type].credentials);
  const refusal = ['webhookSecret must be whsec_ and the base64 of 24 to 64 random bytes'];

  it.each(['whsec_', 'whsec_!!!', `whsec_${Buffer.alloc(23).toString('base64')}`, `whsec_${'!'.repeat(40)}`])(
    'is refused as %s (S9)',
    (webhookSecret) => {
      expect(check({ token: 'x', webhookSecret })).toEqual(refusal);
    },
  );

  it.each([`whsec_${Buffer.alloc(24, 7).toString('base64')}`, 'a secret token'])('is taken as %s', (webhookSecret) => {
    expect(check({ token: 'x', webhookSecret })).toEqual([]);
  });
});

describe('the job of a Jenkins pipeline', () => {
  const config = { baseUrl: 'https://ci.acme.test', scmIntegrationId: 'scm', targetIntegrationId: 'store' };

  it.each(['/mobile/ios-x/', 'mobile//ios-x', 'mobile/ios-x'])(
    '%s is kept without needless slashes (D11)',
    (jobPath) => {
      expect(INTEGRATION_TYPES.JENKINS.config.parse({ ...config, jobPath }).jobPath).toBe('mobile/ios-x');
    },
  );

  it('is not a slash alone', () => {
    expect(wrongs(INTEGRATION_TYPES.JENKINS.config)({ ...config, jobPath: '/' })).toHaveLength(1);
  });
});

it.each(['/acme/mobile/app/', 'acme//mobile/app'])(
  'the project %s of GitLab is kept without needless slashes (D11)',
  (project) => {
    expect(INTEGRATION_TYPES.GITLAB.config.parse({ project }).project).toBe('acme/mobile/app');
  },
);

it('Bitbucket Data Center is refused by name (D20)', () => {
  const config = { workspace: 'acme', repository: 'app', baseUrl: 'https://git.acme.test/rest/api/1.0' };
  expect(wrongs(INTEGRATION_TYPES.BITBUCKET.config)(config)).toEqual([
    'baseUrl is the API of Bitbucket Data Center; only Bitbucket Cloud is supported',
  ]);
});

describe('the options of Google Play', () => {
  const check = wrongs(INTEGRATION_TYPES.PLAY_STORE.config);
  it.each([
    ['none', {}, []],
    ['all', { changesNotSentForReview: false, isDraftApp: true, inAppUpdatePriority: 0 }, []],
    ['an in-app update priority above 5', { inAppUpdatePriority: 6 }, ['inAppUpdatePriority']],
    ['half a priority', { inAppUpdatePriority: 2.5 }, ['inAppUpdatePriority']],
    ['a word for whether changes are sent', { changesNotSentForReview: 'yes' }, ['changesNotSentForReview']],
  ])('%s (K22)', (_label, options, expected) => {
    const paths = check({ packageName: 'com.acme.app', ...options }).map((wrong) => wrong.split(' ')[0]);
    expect(paths).toEqual(expected);
  });
});

it('every channel of notifications is a type of communication or ticket, or the webhook', () => {
  const types = [...typesOfKind('COMMUNICATION'), ...typesOfKind('TICKET')];
  expect([...CHANNELS]).toEqual([...types, 'WEBHOOK']);
});
