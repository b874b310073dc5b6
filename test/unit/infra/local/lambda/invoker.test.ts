// Functions as Lambda runs them: their own environment, one invocation at a time, and every failure as a result.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClock } from '../../../../../infra/local/clock.ts';
import type { InvocationResult, Json } from '../../../../../infra/local/contracts.ts';
import { createInvoker, functionNameOf } from '../../../../../infra/local/lambda/invoker.ts';
import type { FunctionModel } from '../../../../../infra/local/template/model.ts';
import { temporaryDirectory } from '../../../../support/scratch/temporary-directory.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:fn';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An invoker of `count` functions whose index.mjs is `source`. */
function setUpMany(source: string, count: number, fields: Partial<FunctionModel> = {}) {
  const names = Array.from({ length: count }, (_, index) => `fn${index}`);
  const { invoke, data } = setUp(source, fields, false, names);
  return { data, invokeOf: async (fn: number, payload: Json = {}) => payloadOf(await invoke(payload, `fn${fn}`)) };
}

/** An invoker of functions, one by default, whose index.mjs is `source`. */
function setUp(source: string, fields: Partial<FunctionModel> = {}, verbose = false, names = ['fn']) {
  const data = temporaryDirectory();
  const codeDirectory = join(data, 'code');
  mkdirSync(codeDirectory);
  writeFileSync(join(codeDirectory, 'index.mjs'), source);
  const functionOf = (name: string): FunctionModel => ({
    logicalId: 'Fn',
    name,
    arn: ARN,
    handler: 'index.handler',
    codeDirectory,
    environment: {},
    timeoutSeconds: 5,
    memoryMb: 128,
    roleArn: 'arn:aws:iam::000000000000:role/fn',
    ...fields,
  });
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const options = { url: 'http://127.0.0.1:1', data, clockOffset: createClock().offset, warm: 14, verbose, log };
  const invoker = createInvoker({ ...options, functions: names.map(functionOf) });
  stops.push(() => invoker.stop());
  return { invoke: (payload: Json = {}, name = 'fn') => invoker.invoke(name, payload), lines, data };
}

const handler = (body: string) => `export const handler = async (event, context) => { ${body} };`;
const payloadOf = (result: InvocationResult) => (result.ok ? result.payload : result);

describe('an invocation', () => {
  const answers: [string, string, Json, Json][] = [
    ['answers what the handler returns', 'return { got: event.n };', { n: 1 }, { got: 1 }],
    ['answers null when it returns nothing', '', {}, null],
    ['keeps what is falsy', 'return 0;', {}, 0],
  ];
  test.each(answers)('%s', async (_name, body, payload, expected) => {
    expect(await setUp(handler(body)).invoke(payload)).toEqual({ ok: true, payload: expected });
  });

  test('is found by ARN too', async () => {
    expect(await setUp(handler('return 1;')).invoke({}, `${ARN}:$LATEST`)).toEqual({ ok: true, payload: 1 });
  });

  test('has the context of Lambda', async () => {
    const body =
      'const { getRemainingTimeInMillis, ...rest } = context; return { ...rest, left: getRemainingTimeInMillis() };';
    expect(payloadOf(await setUp(handler(body)).invoke())).toMatchObject({
      functionName: 'fn',
      functionVersion: '$LATEST',
      invokedFunctionArn: ARN,
      memoryLimitInMB: '128',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      left: expect.any(Number),
    });
  });

  test('sees the environment of the template and of Lambda, and none of this process', async () => {
    process.env.SECRET_OF_THE_HOST = 'x';
    const result = await setUp(handler('return process.env;'), { environment: { TABLE: 'things' } }).invoke();
    delete process.env.SECRET_OF_THE_HOST;
    expect(payloadOf(result)).toMatchObject({
      TABLE: 'things',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'fn',
      AWS_ACCESS_KEY_ID: 'fn',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1/_local/aws',
      AWS_ENDPOINT_URL_SESV2: 'http://127.0.0.1:1/_local/aws',
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-/),
    });
    expect(payloadOf(result)).not.toHaveProperty('SECRET_OF_THE_HOST');
    expect(payloadOf(result)).not.toHaveProperty('PATH');
  });

  test('reuses the environment of the one before', async () => {
    const { invoke } = setUp(`let count = 0; ${handler('return ++count;')}`);
    await invoke();
    expect(payloadOf(await invoke())).toBe(2);
  });

  test('gets a sandbox of its own when the other is at work for long', async () => {
    // The first one computes until the second has begun.
    const source = `
      import { existsSync, writeFileSync } from 'node:fs';
      export const handler = async ({ isFirst, file }) => {
        if (!isFirst) writeFileSync(file, '');
        while (!existsSync(file));
      };`;
    const { invoke, data } = setUp(source, { timeoutSeconds: 60 });
    const file = join(data, 'begun');
    const results = await Promise.all([invoke({ isFirst: true, file }), invoke({ isFirst: false, file })]);
    expect(results).toEqual(results.map(() => ({ ok: true, payload: null })));
  });

  test('gets one although many are at work when they wait themselves', async () => {
    const all = 6;
    // Each ends when all have begun.
    const source = `
      import { appendFileSync, readFileSync } from 'node:fs';
      export const handler = async ({ file }) => {
        appendFileSync(file, '.');
        while (readFileSync(file).length < ${all}) await new Promise((resolve) => setTimeout(resolve, 50));
      };`;
    const { invoke, data } = setUp(source, { timeoutSeconds: 18 });
    const file = join(data, 'begun');
    const results = await Promise.all(Array.from({ length: all }, () => invoke({ file })));
    expect(results).toEqual(results.map(() => ({ ok: true, payload: null })));
  });
});

describe('sandboxes of many functions', () => {
  const count = `let count = 0; ${handler('return ++count;')}`;

  test('are kept up to a number when idle: the longest idle ones end', async () => {
    const { invokeOf } = setUpMany(count, 30);
    const first = await invokeOf(0);
    for (let fn = 1; fn < 30; fn++) await invokeOf(fn);
    expect([first, await invokeOf(0), await invokeOf(29)]).toEqual([1, 1, 2]);
  });

  test('that work are never ended, however many', async () => {
    const source = `
      import { appendFileSync, readFileSync } from 'node:fs';
      export const handler = async ({ file }) => {
        appendFileSync(file, '.');
        while (readFileSync(file).length < 30) await new Promise((resolve) => setTimeout(resolve, 50));
        return 'ended';
      };`;
    const { invokeOf, data } = setUpMany(source, 30, { timeoutSeconds: 60 });
    const file = join(data, 'begun');
    const all = await Promise.all(Array.from({ length: 30 }, (_, fn) => invokeOf(fn, { file })));
    expect(new Set(all)).toEqual(new Set(['ended']));
  });
});

describe('a failure', () => {
  const failures: [string, string, Partial<FunctionModel>, object][] = [
    [
      'is told by the name of the error',
      handler("const error = new Error('no'); error.name = 'release.illegal'; throw error;"),
      {},
      {
        errorType: 'release.illegal',
        errorMessage: 'no',
        trace: expect.arrayContaining([expect.stringContaining('no')]),
      },
    ],
    ['may be no Error', handler("throw 'text';"), {}, { errorType: 'string', errorMessage: 'text' }],
    [
      'of a timeout names the seconds',
      handler('await new Promise(() => setInterval(() => {}, 1000));'),
      { timeoutSeconds: 0.05 },
      { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('Task timed out after 0.05 seconds') },
    ],
    [
      'of an endless loop is a timeout too',
      handler('for (;;);'),
      { timeoutSeconds: 0.05 },
      { errorType: 'Sandbox.Timedout' },
    ],
    ['at start is told', "throw new TypeError('broken');", {}, { errorType: 'TypeError', errorMessage: 'broken' }],
    ['of a missing handler is told', 'export const other = 1;', {}, { errorType: 'Runtime.HandlerNotFound' }],
    ['of a missing module is told', '', { handler: 'gone.handler' }, { errorType: 'Runtime.ImportModuleError' }],
    ['of a process that exits is told', handler('process.exit(3);'), {}, { errorType: 'Runtime.ExitError' }],
    [
      'outside of the handler ends the invocation',
      handler("setTimeout(() => { throw new RangeError('late'); }); await new Promise(() => {});"),
      {},
      { errorType: 'RangeError', errorMessage: 'late' },
    ],
    [
      'of memory is told',
      handler('const all = []; for (;;) all.push(new Array(100_000).fill(Math.random()));'),
      { memoryMb: 64, timeoutSeconds: 10 },
      { errorType: 'Runtime.OutOfMemory' },
    ],
    [
      'of an answer too large is told',
      handler("return 'x'.repeat(7_000_000);"),
      {},
      { errorType: 'Function.ResponseSizeTooLarge' },
    ],
  ];
  test.each(failures)('%s', async (_name, source, fields, expected) => {
    expect(await setUp(source, fields).invoke()).toMatchObject({ ok: false, ...expected });
  });

  test('of an unknown function is told', async () => {
    expect(await setUp(handler('')).invoke({}, 'other')).toMatchObject({ errorType: 'ResourceNotFoundException' });
  });

  test('by crash or timeout does not harm the next invocation', async () => {
    const { invoke } = setUp(handler('if (event.hang) for (;;); return 1;'), { timeoutSeconds: 0.2 });
    expect(await invoke({ hang: true })).toMatchObject({ ok: false });
    expect(await invoke()).toEqual({ ok: true, payload: 1 });
  });
});

describe('what a function prints', () => {
  const source = handler("console.log('fine'); console.error('bad'); await new Promise((r) => setTimeout(r, 50));");

  test('goes to its file, and warnings to the operator', async () => {
    const { invoke, lines, data } = setUp(source);
    await invoke();
    await expect.poll(() => lines).toEqual(['fn: bad']);
    await expect
      .poll(() =>
        readFileSync(join(data, 'logs', 'fn.log'), 'utf8')
          .split('\n')
          .sort(),
      )
      .toEqual(['', 'bad', 'fine']);
  });

  test('all goes to the operator when verbose', async () => {
    const { invoke, lines } = setUp(source, {}, true);
    await invoke();
    await expect.poll(() => [...lines].sort()).toEqual(['fn: bad', 'fn: fine']);
  });
});

test.each([
  ['fn', 'fn'],
  [ARN, 'fn'],
  [`${ARN}:$LATEST`, 'fn'],
  ['000000000000:function:fn', 'fn'],
])('functionNameOf %s is %s', (given, name) => {
  expect(functionNameOf(given)).toBe(name);
});

test('a start gets ten seconds and the time-out of its function', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { invoke } = setUp('await new Promise((resolve) => setTimeout(resolve, 600_000)); export const handler = 1;');
    let result: InvocationResult | undefined;
    const invoked = invoke().then((settled) => {
      result = settled;
    });
    await vi.advanceTimersByTimeAsync(14_999);
    expect(result).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    await invoked;
    expect(result).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'Init phase timed out after 15.00 seconds',
    });
  } finally {
    vi.useRealTimers();
  }
});
