// Facts written twice agree: drawings and tables of the READMEs, and scripts.
import { describe, expect, it } from 'vitest';
import { manifests } from '../../infra/manifests.ts';
import { definitions } from '../support/cdk/definitions.ts';
import { FOLDERS, filesOf, textOf } from './rules/source-tree.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const COMPENSATION = 'PauseAfterFailure';
const rowsOf = (markdown: string): string[][] =>
  markdown
    .split('\n')
    .filter((line) => /^\| (?:\[?`)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
const codeIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('functions/README.md', () => {
  it('lists every domain with its functions', () => {
    const listed = rowsOf(textOf('functions/README.md')).map(([, domain, functions]) => [
      ...codeIn(domain),
      ...codeIn(functions).sort(),
    ]);
    const real = manifests.map(({ domain, lambdas }) => [domain, ...Object.keys(lambdas).sort()]);
    expect(listed.sort()).toEqual(real.sort());
  });
});

describe('statemachines/README.md', () => {
  it('lists every machine', () => {
    const listed = rowsOf(textOf('statemachines/README.md')).map(([, name]) => codeIn(name)[0]);
    expect(listed).toEqual([...definitions.keys()]);
  });
});

describe.each([...definitions])('%s', (name, machine) => {
  const { StartAt, States } = machine as Machine;
  const edges = Object.entries(States).flatMap(([name, state]) => [
    ...[state.Next, state.Default, ...(state.Choices ?? []).map(({ Next }) => Next)].map((next) => [name, next]),
    ...(state.Catch ?? []).map(({ Next }) => [name, Next]).filter(([, next]) => next !== COMPENSATION),
    ...(['Succeed', 'Fail'].includes(state.Type) ? [[name, '[*]']] : []),
  ]);

  it('is what its README draws', () => {
    const drawing = /```mermaid\n([\s\S]*?)```/.exec(textOf(`statemachines/${name}/README.md`))?.[1] ?? '';
    const drawn = [...drawing.matchAll(/^ {2}(\S+) --> ([^\s:]+)/gm)].map(([, from, to]) => `${from} --> ${to}`);
    const real = edges.filter(([, next]) => next !== undefined).map(([from, to]) => `${from} --> ${to}`);
    expect(drawn.sort()).toEqual([`[*] --> ${StartAt}`, ...real].sort());
  });
});

describe('package.json', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

  it.each(['demo', 'start', 'test', 'check', 'bench', 'synth', 'deploy', 'new:operation'])(
    'has the script %s',
    (name) => {
      expect(scripts[name]).toBeDefined();
    },
  );

  it('runs files that there are', () => {
    const run = Object.values(scripts).flatMap((script) => script.match(/[\w./-]+\.ts\b/g) ?? []);
    expect(run.filter((path) => filesOf(path).length === 0)).toEqual([]);
  });

  it('is named rightly wherever documentation runs a script', () => {
    const pages = filesOf(`{*.md,.github/*.md,{${FOLDERS.join(',')}}/**/*.md}`);
    const builtIn = ['ci', 'install', 'test', 'start'];
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/(?:`|^ *|&& )npm (?:run )?([a-z][a-z:-]*)\b/gm)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => !(name in scripts) && !builtIn.includes(name))).toEqual([]);
  });
});
