// Starting executions and answering tokens: which call is made, and which refusals are no failure.
import { ExecutionAlreadyExists, InvalidToken, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { describe, expect, it, vi } from 'vitest';
import { createStart, createTokenAnswerer } from '../../../../../functions/_kit/workflow/executions.ts';

function sfn(error?: Error) {
  const sent: object[] = [];
  const send = async ({ input }: { input: object }) => {
    sent.push(input);
    if (error) throw error;
  };
  return { sent, client: { send } as never };
}
const meta = { message: 'x', $metadata: {} };
const throttled = new Error('throttled');

describe('start', () => {
  const machine = { name: 'walk', executionName: ({ id }: { id: string }) => `walk-${id}` } as const;
  const startBy = (client: never) => createStart({ starts: ['walk'] }, 'arn:windlass-dev-', client);

  it('starts an execution of the machine, named by its contract', async () => {
    const { sent, client } = sfn();
    await startBy(client)(machine, { id: '1' });
    expect(sent).toEqual([{ stateMachineArn: 'arn:windlass-dev-walk', name: 'walk-1', input: '{"id":"1"}' }]);
  });

  it('has nothing to do when the execution exists', async () => {
    await expect(startBy(sfn(new ExecutionAlreadyExists(meta)).client)(machine, { id: '1' })).resolves.toBeUndefined();
  });

  it('fails when the execution may not have started', async () => {
    await expect(startBy(sfn(throttled).client)(machine, { id: '1' })).rejects.toBe(throttled);
  });

  it('knows the machines by the environment of the function', () => {
    vi.stubEnv('STATE_MACHINE_PREFIX', undefined);
    expect(() => createStart({ starts: ['walk'] })).toThrow('STATE_MACHINE_PREFIX');
  });
});

describe.each([
  ['succeed', { step: 'START' }, undefined, { taskToken: 'token', output: '{"step":"START"}' }],
  ['fail', 'disk.full', 'no space', { taskToken: 'token', error: 'disk.full', cause: 'no space' }],
] as const)('%s', (how, first, second, expected) => {
  const answer = (client: never) => {
    const answerer = createTokenAnswerer(client);
    return how === 'succeed' ? answerer.succeed('token', first) : answerer.fail('token', first, second);
  };

  it('answers the token', async () => {
    const { sent, client } = sfn();
    await answer(client);
    expect(sent).toEqual([expected]);
  });

  it.each([new TaskTimedOut(meta), new TaskDoesNotExist(meta), new InvalidToken(meta)])(
    'ignores a token that no execution waits for: $name',
    async (error) => {
      await expect(answer(sfn(error).client)).resolves.toBeUndefined();
    },
  );

  it('fails when the answer may not have arrived', async () => {
    await expect(answer(sfn(throttled).client)).rejects.toBe(throttled);
  });
});
