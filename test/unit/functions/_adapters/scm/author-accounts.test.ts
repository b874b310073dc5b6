// The accounts behind a commit: they decide who may not approve it.
import { describe, expect, it } from 'vitest';
import { authorAccounts } from '../../../../../functions/_adapters/scm/author-accounts.ts';

const said = (given: Partial<Parameters<typeof authorAccounts>[0]>) =>
  authorAccounts({ provider: 'gitlab', message: 'Fix', ...given }).map(
    ({ provider, externalId }) => `${provider} ${externalId}`,
  );

describe('authorAccounts', () => {
  it.each<[string, Parameters<typeof said>[0], string[]]>([
    ['the login at the provider', { login: 'Ada' }, ['gitlab ada']],
    ['the address', { email: 'Ada@Example.com' }, ['email ada@example.com']],
    ['both', { login: 'ada', email: 'ada@example.com' }, ['gitlab ada', 'email ada@example.com']],
    ['nobody', {}, []],
    ['an empty address as nobody', { email: '' }, []],
    [
      'a private address of GitHub as the login',
      { email: '583231+Octocat@users.noreply.github.com' },
      ['github octocat'],
    ],
    ['an early private address of GitHub', { email: 'octocat@users.noreply.github.com' }, ['github octocat']],
    ['a private address of GitLab', { email: '77-ada@users.noreply.gitlab.com' }, ['gitlab ada']],
    [
      "a private address of a GitHub of one's own",
      { provider: 'github', email: '7+Ada@users.noreply.git.acme.test' },
      ['github ada'],
    ],
    [
      'a private address elsewhere as an address',
      { provider: 'bitbucket', email: '7-ada@users.noreply.acme.test' },
      ['email 7-ada@users.noreply.acme.test'],
    ],
    [
      'co-authors',
      {
        login: 'ada',
        message: 'Fix\n\nCo-authored-by: Bo <bo@example.com>\nco-authored-by: Cy C. <CY@example.com>  \n',
      },
      ['gitlab ada', 'email bo@example.com', 'email cy@example.com'],
    ],
    [
      'the author once, also as co-author',
      { email: 'a@b.c', message: 'Fix\n\nCo-authored-by: A <a@b.c>' },
      ['email a@b.c'],
    ],
    ['only trailers of their own line', { message: 'see Co-authored-by: Bo <bo@example.com>' }, []],
    ['no trailer without an address', { message: 'Co-authored-by: Bo <bo>\nCo-authored-by: <@>' }, []],
  ])('names %s', (_, given, expected) => {
    expect(said(given)).toEqual(expected);
  });
});
