// Verification of SCMs and their CI against stand-ins whose repositories were renamed or archived, or whose credentials may only read.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifierFor } from '../../functions/_adapters/clients.ts';
import { type OutsideServer, type Outward, SERVICES, startOutsideServer } from '../support/services/outside-server.ts';

let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
});
afterAll(() => outside.stop());

const verify = (type: Outward, config: object, credentials: object = {}) =>
  verifierFor(type, outside.contextOf(type, { config, credentials })).verify();

const CASES: readonly (readonly [Outward, string, object, object, RegExp])[] = [
  [
    'GITHUB',
    'was renamed',
    { repository: 'renamed-app' },
    {},
    /acme\/renamed-app was renamed or moved: it is now acme\/current-app/,
  ],
  ['GITHUB', 'is archived', { repository: 'archived-app' }, {}, /acme\/archived-app is archived/],
  [
    'GITHUB',
    'is read by the account alone',
    { repository: 'readonly-app' },
    {},
    /can read acme\/readonly-app but not write/,
  ],
  [
    'GITHUB',
    'is read by the token alone',
    { repository: 'limited-app' },
    {},
    /can read acme\/limited-app but not write.* 403/,
  ],
  [
    'GITHUB_ACTIONS',
    'was renamed',
    { repository: 'renamed-app' },
    {},
    /was renamed or moved: it is now acme\/current-app/,
  ],
  ['GITHUB_ACTIONS', 'is archived', { repository: 'archived-app' }, {}, /acme\/archived-app is archived/],
  ['GITHUB_ACTIONS', 'is read alone', { repository: 'readonly-app' }, {}, /can read acme\/readonly-app but not write/],
  [
    'GITHUB_ACTIONS',
    'the token may not start',
    { repository: 'limited-app' },
    {},
    /can read .* but not start it.* 403/,
  ],
  [
    'GITLAB',
    'was moved',
    { project: 'acme/moved/app' },
    {},
    /acme\/moved\/app was renamed or moved: it is now acme\/current\/app/,
  ],
  ['GITLAB', 'is archived', { project: 'acme/archived/app' }, {}, /acme\/archived\/app is archived/],
  ['GITLAB', 'is going to be deleted', { project: 'acme/deleted/app' }, {}, /is going to be deleted/],
  ['GITLAB', 'is read by the role alone', { project: 'acme/guest/app' }, {}, /can read acme\/guest\/app but not write/],
  [
    'GITLAB',
    'is read by the token alone',
    {},
    { token: 'glpat-readonly' },
    /not write to it: it needs the scope api and has read_api/,
  ],
  ['GITLAB_CI', 'was moved', { project: 'acme/moved/app' }, {}, /it is now acme\/current\/app/],
  [
    'GITLAB_CI',
    'is read by the token alone',
    {},
    { token: 'glpat-readonly' },
    /not start pipelines of it: it needs the scope api/,
  ],
  [
    'GITLAB_CI',
    'the trigger token does not start',
    {},
    { triggerToken: 'glptt-invalid' },
    /The trigger token starts no pipelines of acme\/mobile\/app/,
  ],
  [
    'BITBUCKET',
    'was renamed',
    { repository: 'renamed-app' },
    {},
    /acme\/renamed-app was renamed or moved: it is now acme\/current-app/,
  ],
  ['BITBUCKET', 'is read alone', { repository: 'readonly-app' }, {}, /can read acme\/readonly-app but not write/],
];

describe('verification', () => {
  it.each(CASES)('of %s refuses what %s (K27)', async (type, _label, config, credentials, message) => {
    await expect(verify(type, config, credentials)).rejects.toMatchObject({
      code: expect.stringMatching(/^integration\.(refused|unauthorized)$/),
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['GITHUB', {}],
    ['GITLAB', {}],
    ['BITBUCKET', {}],
    ['GITHUB_ACTIONS', {}],
    ['GITLAB_CI', { triggerToken: 'glptt-1' }],
  ] as const)('of %s leaves nothing behind (K27)', async (type, credentials) => {
    expect(await verify(type, {}, credentials)).toMatch(/^Can (write to|read the workflow|start pipelines of) /);
    const made = outside.received(SERVICES[type]).filter(({ method, status }) => method !== 'GET' && status < 400);
    expect(made).toEqual([]);
  });

  it('of GITLAB takes a project by its number and a path in any case (K27)', async () => {
    expect(await verify('GITLAB', { project: 'Acme/Mobile/App' })).toMatch(/^Can write to/);
  });
});
