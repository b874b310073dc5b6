// The repository that an event names, compared with the one that an integration is configured with.
import { expect, it } from 'vitest';
import { isOfRepository } from '../../../../../entities/releases/reports/report.model.ts';

const app = { repository: 'Acme/App', repositoryId: '380' };

it.each([
  ['by its path in another case', app, 'acme/app', true],
  ['with needless slashes', app, '/acme//app/', true],
  ['by its number at GitLab', app, '380', true],
  ['by the number of another', app, '381', false],
  ['as another of the same name', app, 'acme/mobile/app', false],
  ['not at all', {}, 'acme/app', undefined],
  ['where none is configured', app, undefined, undefined],
])('a repository that is named %s (D6)', (_, named, configured, expected) => {
  expect(isOfRepository(named, configured)).toBe(expected);
});
