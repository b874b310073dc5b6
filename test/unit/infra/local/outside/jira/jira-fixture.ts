// Shared by the tests of the Jira stand-in.
import { expect } from 'vitest';
import { type Ask, basic, openWorld } from '../world-fixture.ts';

export const doc = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});
export const open = (): Ask => openWorld().asking('jira', basic('ada@acme.example', 'ATATTx'));
export const epic = (more: object = {}) => ({
  json: { fields: { project: { key: 'APP' }, issuetype: { name: 'Epic' }, summary: 'App 1.5.0', ...more } },
});

export async function create(jira: Ask, more: object = {}, version = 3): Promise<string> {
  const reply = await jira(`POST /rest/api/${version}/issue`, epic(more));
  expect(reply).toMatchObject({ status: 201 });
  return Object(reply.body).key;
}
