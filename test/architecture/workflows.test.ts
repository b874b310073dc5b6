// State machines: valid, resolved, careful with errors, and calling exactly the tasks that the manifests offer.
import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { manifests } from '../../infra/manifests.ts';
import { definitions } from '../support/cdk/definitions.ts';
import { filesOf } from './rules/source-tree.ts';

interface Handler {
  readonly ErrorEquals: readonly string[];
  readonly Next?: string;
}

interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly QueryLanguage?: string;
  readonly Resource?: string;
  readonly Arguments?: {
    readonly FunctionName?: string;
    readonly StateMachineArn?: string;
    readonly Payload?: Readonly<Record<string, unknown>>;
  };
  readonly TimeoutSeconds?: unknown;
  readonly Retry?: readonly Handler[];
  readonly Catch?: readonly Handler[];
  readonly ItemProcessor?: { readonly States: States };
  readonly Branches?: readonly { readonly States: States }[];
}
type States = Readonly<Record<string, State>>;

const machines = [...definitions];
const pascal = (name: string) => name.replaceAll(/(?:^|[-/])(\w)/g, (_, letter: string) => letter.toUpperCase());

const statesOf = (states: States): [string, State][] =>
  Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...[...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])].flatMap((inner) =>
      statesOf(inner.States),
    ),
  ]);
const states = machines.flatMap(([machine, { States }]) =>
  statesOf(States as States).map(([name, state]) => ({ machine, name, state })),
);
const calls = states
  .filter(({ state }) => state.Type === 'Task' && state.Resource?.includes('lambda:invoke'))
  .map(({ machine, name, state }) => ({
    machine,
    name,
    domain: /^\$\{(\w+)TasksFunctionArn\}$/.exec(state.Arguments?.FunctionName ?? '')?.[1],
    task: state.Arguments?.Payload?.task,
    timeoutSeconds: state.TimeoutSeconds,
    waits: state.Resource?.endsWith('.waitForTaskToken') === true,
  }));

const isExecution = ({ Resource }: State): boolean => Resource?.includes('states:startExecution') === true;
/** Machines that another one starts, by the placeholder of their ARN. */
const nested = states.flatMap(({ state }) => (isExecution(state) ? [state.Arguments?.StateMachineArn] : []));

/** Tasks that no state machine calls, each with who does. */
const CALLED_OTHERWISE: Readonly<Record<string, string>> = {
  bootstrapTenant: 'an operator or the local runtime invokes the function itself',
  bindMail: 'an operator invokes the function itself',
  revokeToken: 'an operator invokes the function itself',
  deleteTenant: 'an operator invokes the function itself',
};

it('has no time-out of its own, of which no alarm would tell: its waits and tasks have theirs', () => {
  expect(machines.filter(([, definition]) => 'TimeoutSeconds' in definition).map(([name]) => name)).toEqual([]);
});

it('is refused by the validator when a transition leads nowhere', () => {
  const broken = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } };
  expect(aslValidator(broken, { checkArn: false }).isValid).toBe(false);
});

describe.each(machines)('%s', (name, machine) => {
  const text = JSON.stringify(machine);

  it('is valid Amazon States Language', () => {
    const { errors } = aslValidator(machine, { checkArn: false });
    expect(errors).toEqual([]);
  });

  it('is named as its folder and has a contract and a README', () => {
    const files = ['README.md', `${name}.asl.ts`, `${name}.contract.ts`];
    expect(filesOf(`statemachines/${name}/*`)).toEqual(files.map((file) => `statemachines/${name}/${file}`));
  });

  it('is JSONata throughout', () => {
    const languages = statesOf(machine.States as States).flatMap(([, state]) => state.QueryLanguage ?? []);
    expect([machine.QueryLanguage, ...languages].filter((language) => language !== 'JSONata')).toEqual([]);
    expect(text).not.toMatch(/"(?:InputPath|OutputPath|ResultPath|Parameters|ResultSelector)"|\.\$"/);
  });

  it('has only placeholders that a tasks function or a machine resolves', () => {
    const known = manifests.flatMap(({ domain, lambdas, machines = [] }) => [
      ...(lambdas.tasks ? [`${pascal(domain)}TasksFunctionArn`] : []),
      ...machines.map((machine) => `${pascal(machine)}MachineArn`),
    ]);
    const used = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('a state', () => {
  it.each(states)('$name says why it is there', ({ state }) => {
    expect(state.Comment ?? '').not.toBe('');
  });

  it.each(states)('$name is named as its kind', ({ name, state }) => {
    const named = { Wait: /^WaitFor/, Choice: /^(?:Is|Has|RouteBy)/, Map: /^ForEach/, Task: /^[A-Z][a-z]+[A-Z]/ }[
      state.Type
    ];
    expect(name).toMatch(named ?? /^[A-Z]\w+$/);
  });

  it.each(states.filter(({ state }) => state.Type === 'Task'))(
    '$name has a timeout, retries named errors and ends in a catch of its own or its Map',
    ({ state }) => {
      const retried = (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
      const transient = isExecution(state)
        ? ['StepFunctions.SdkClientException', 'StepFunctions.ThrottlingException']
        : ['Lambda.ServiceException', 'Lambda.TooManyRequestsException'];
      expect(state.TimeoutSeconds).toBeDefined();
      expect(retried).toEqual(expect.arrayContaining(transient));
      expect(retried).not.toContain('States.ALL');
    },
  );

  it.each(
    states.filter(({ state }) =>
      state.Retry?.some(({ ErrorEquals }) => ErrorEquals.includes('integration.rate_limited')),
    ),
  )('$name waits for a service that is busy or states a time, and does not retry before it', ({ state }) => {
    expect(state.Arguments?.Payload?.canWait).toBe(true);
    expect(JSON.stringify(state)).not.toContain('integration.busy');
  });

  const inMaps = new Set(
    states
      .flatMap(({ state }) => (state.ItemProcessor ? statesOf(state.ItemProcessor.States) : []))
      .map(([name]) => name),
  );
  it.each(states.filter(({ name, state }) => ['Task', 'Map', 'Parallel'].includes(state.Type) && !inMaps.has(name)))(
    '$name catches everything',
    ({ state }) => {
      expect((state.Catch ?? []).flatMap(({ ErrorEquals }) => ErrorEquals)).toContain('States.ALL');
    },
  );
});

describe('manifests', () => {
  it('have each machine once', () => {
    const owned = manifests.flatMap(({ machines = [] }) => machines);
    expect(owned.sort()).toEqual([...definitions.keys()]);
  });

  it('start and answer machines that exist', () => {
    const used = manifests.flatMap(({ lambdas }) =>
      Object.values(lambdas).flatMap(({ starts = [], answers = [] }) => [...starts, ...answers]),
    );
    const owned: readonly string[] = manifests.flatMap(({ machines = [] }) => machines);
    expect(used.filter((name) => !owned.includes(name))).toEqual([]);
    const isStarted = (name: string) => used.includes(name) || nested.includes(`\${${pascal(name)}MachineArn}`);
    expect(owned.filter((name) => !isStarted(name))).toEqual([]);
  });
});

/** Seconds that a call of each domain's tasks may take. */
const limits = new Map(manifests.map(({ domain, lambdas }) => [pascal(domain), lambdas.tasks?.timeoutSeconds ?? 0]));

describe('a task', () => {
  it.each(calls.filter(({ waits }) => !waits))(
    'called by $name is given up only when its function surely has ended: its repetition runs alone',
    ({ domain = '', timeoutSeconds }) => {
      expect(timeoutSeconds).toBeGreaterThan(limits.get(domain) ?? Number.POSITIVE_INFINITY);
    },
  );

  const offered = manifests.flatMap(({ domain, tasks }) =>
    Object.keys(tasks).map((task) => ({ domain: pascal(domain), task })),
  );

  it.each(calls)('called by $name is offered by its domain', ({ domain, task }) => {
    expect(offered).toContainEqual({ domain, task });
  });

  it.each(offered)('$domain $task is called', ({ domain, task }) => {
    const isCalled = calls.some((call) => call.domain === domain && call.task === task);
    expect(isCalled).toBe(!(task in CALLED_OTHERWISE));
  });
});
