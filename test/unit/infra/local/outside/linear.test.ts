// The Linear stand-in: GraphQL documents as Linear would take them, and errors in its words.
import { describe, expect, it } from 'vitest';
import { openWorld } from './world-fixture.ts';

const open = (authorization = 'lin_api_x') => {
  const ask = openWorld().asking('linear', { authorization });
  return (query: string, variables: object = {}) => ask('POST /graphql', { json: { query, variables } });
};
const TEAM = 'query { teams(filter: { key: { eq: "APP" } }) { nodes { id key states { nodes { id name } } } } }';
const CREATE =
  'mutation M($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { id identifier } } }';
const ID = '11111111-1111-4111-8111-111111111111';

async function withTeam() {
  const ask = open();
  const [team] = Object((await ask(TEAM)).body).data.teams.nodes;
  const create = (over: object = {}) => ask(CREATE, { input: { teamId: team.id, title: 'Release', ...over } });
  return { ask, team, create };
}

describe('a key', () => {
  it.each([
    ['lin_api_x', 200],
    ['Bearer lin_oauth_x', 200],
    ['Bearer invalid', 401],
    ['lin_api_invalid', 401],
    ['something', 401],
  ])('%s is answered %i', async (authorization, status) => {
    const reply = await open(authorization)('{ viewer { name } }');
    expect(reply.status).toBe(status);
    if (status === 401) {
      expect(reply.body).toMatchObject({ errors: [{ extensions: { code: 'AUTHENTICATION_ERROR' } }] });
    }
  });
});

describe('a document', () => {
  it('is answered with the fields it asks for', async () => {
    const { body } = await open()('query Q { viewer { name email } }');
    expect(body).toEqual({ data: { viewer: { name: 'windlass', email: 'windlass@example.com' } } });
  });

  it.each([
    ['with a field there is none of', '{ viewer { shoeSize } }', {}, 'Cannot query field "shoeSize" on type "User".'],
    ['with a root there is none of', '{ weather { now } }', {}, 'Cannot query field "weather" on type "Query".'],
    [
      'with a mutation as a query',
      CREATE.replace('mutation', 'query'),
      { input: { teamId: 'x' } },
      'Cannot query field "issueCreate" on type "Query".',
    ],
    [
      'without a variable it requires',
      CREATE,
      {},
      'Variable "$input" of required type "IssueCreateInput!" was not provided.',
    ],
    ['that does not end', '{ viewer { name }', {}, 'Syntax Error: Expected Name, found <EOF>.'],
    ['that ends twice', '{ viewer { name } } }', {}, 'Syntax Error: Unexpected "}".'],
    [
      'of another kind',
      'subscription { viewer { name } }',
      {},
      'Schema is not configured to execute subscription operation.',
    ],
    ['that is empty', '', {}, 'GraphQL operations must contain a non-empty `query`.'],
  ])('%s is 400', async (_label, query, variables, message) => {
    expect(await open()(query, variables)).toMatchObject({ status: 400, body: { errors: [{ message }] } });
  });
});

describe('an issue', () => {
  it('is made with the id that the caller gives, once', async () => {
    const { ask, create } = await withTeam();
    expect((await create({ id: ID })).body).toMatchObject({
      data: { issueCreate: { issue: { id: ID, identifier: 'APP-1' } } },
    });
    expect(await create({ id: ID })).toMatchObject({
      status: 200,
      body: { data: null, errors: [{ extensions: { code: 'INVALID_INPUT' } }] },
    });
    expect((await create()).body).toMatchObject({ data: { issueCreate: { issue: { identifier: 'APP-2' } } } });
    const found = await ask('query Q($id: ID!) { issues(filter: { id: { eq: $id } }) { nodes { identifier } } }', {
      id: ID,
    });
    expect(found.body).toEqual({ data: { issues: { nodes: [{ identifier: 'APP-1' }] } } });
  });

  it.each([
    ['an id that is no UUID of version 4', { id: '1' }],
    ['no title', { title: '' }],
    ['a team there is none of', { teamId: ID }],
  ])('is refused with %s', async (_label, over) => {
    const { create } = await withTeam();
    expect(Object((await create(over)).body).errors).toHaveLength(1);
  });

  it('is found by its identifier, moved and commented', async () => {
    const { ask, team, create } = await withTeam();
    await create({ id: ID });
    const done = team.states.nodes.find(({ name }: { name: string }) => name === 'Done').id;
    const update = 'mutation M($input: IssueUpdateInput!) { issueUpdate(id: "APP-1", input: $input) { success } }';
    await ask(update, { input: { stateId: done } });
    const comment = 'mutation M($input: CommentCreateInput!) { commentCreate(input: $input) { success } }';
    await ask(comment, { input: { id: ID.replace('1', '2'), issueId: 'APP-1', body: 'Out' } });
    const read = 'query { issue(id: "APP-1") { state { name type } comments(first: 5) { nodes { body } } } }';
    expect((await ask(read)).body).toEqual({
      data: { issue: { state: { name: 'Done', type: 'completed' }, comments: { nodes: [{ body: 'Out' }] } } },
    });
    expect(await ask(update, { input: { stateId: ID } })).toMatchObject({
      body: { errors: [{ message: 'Entity not found: WorkflowState' }] },
    });
  });
});
