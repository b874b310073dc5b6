// Checks the allowed imports: the table of import-rules.ts, held against the tree and against counterexamples.
import { describe, expect, it } from 'vitest';
import { EXCEPTIONS, importCycles, importViolations } from './rules/import-rules.ts';
import { loadedBy, moduleOf, readModules, textOf } from './rules/source-tree.ts';

const modules = readModules();
const manifests = modules.filter(({ path }) => /^functions\/.+\/manifest\.ts$/.test(path) && !path.includes('/_kit/'));

describe('the reader of imports', () => {
  it.each([
    ["import { a } from './a.ts';", 'functions/x/a.ts', false],
    ["import {\n  a,\n  type B,\n} from '../a.ts';", 'functions/a.ts', false],
    ["import type { A } from './a.ts';", 'functions/x/a.ts', true],
    ["import * as z from 'zod';", 'zod', false],
    ["import thing, { other } from '@scope/pack/deep/file.js';", '@scope/pack', false],
    ["import './effect.ts';", 'functions/x/effect.ts', false],
    ["export { a } from './a.ts';", 'functions/x/a.ts', false],
    ["const a = await import('./late.ts');", 'functions/x/late.ts', false],
    ["import asl from 'node:fs';", 'node:fs', false],
  ])('reads %j', (text, target, isTypeOnly) => {
    expect(moduleOf('functions/x/x.ts', text).imports).toEqual([{ target, isTypeOnly }]);
  });

  it('takes no text for an import', () => {
    const text = "import { a } from './a.ts';\n\nconst text = `\nimport { b } from './b.ts';\n`;\n";
    expect(moduleOf('functions/x/x.ts', text).imports.map(({ target }) => target)).toEqual(['functions/x/a.ts']);
  });

  it('finds every file that a relative import names', () => {
    const known = new Set(modules.map(({ path }) => path));
    const sources = modules.filter(({ path }) => !path.startsWith('test/'));
    const missing = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => /^(?:infra|functions|entities|statemachines|test)\/.+\.ts$/.test(target))
        .filter(({ target }) => !known.has(target))
        .map(({ target }) => `${path} -> ${target}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the import table', () => {
  it('holds in the whole tree', () => {
    expect(importViolations(modules)).toEqual([]);
  });

  it('has no exception that nothing needs', () => {
    const needed = importViolations(modules, []);
    const idle = EXCEPTIONS.filter(({ from, to }) => !needed.some((one) => one.startsWith(`${from} -> ${to}:`)));
    expect(idle).toEqual([]);
  });

  it.each([
    ['entities/names.ts', 'zod'],
    ['functions/releases/manifest.ts', '../../entities/releases/release.repo.ts'],
    ['functions/releases/manifest.ts', '@middy/core'],
    ['entities/releases/release.repo.ts', '../integrations/integration.repo.ts'],
    ['entities/releases/release.model.ts', '../../functions/_kit/save.ts'],
    ['statemachines/release-lifecycle/release-lifecycle.contract.ts', '../../entities/releases/release.repo.ts'],
    ['statemachines/release-train/release-train.asl.ts', '../../functions/trains/manifest.ts'],
    ['statemachines/release-train/release-train.asl.ts', 'aws-cdk-lib/core'],
    ['functions/releases/ops/get-release.ts', '../../approvals/decide.ts'],
    ['functions/notifiers/slack/blocks.ts', '../jira/comment-text.ts'],
    ['functions/_kit/save.ts', '../releases/workflow/next-step.ts'],
    ['functions/_adapters/_client/caller.ts', '../../releases/workflow/next-step.ts'],
    ['infra/stacks/application.stack.ts', '../../functions/releases/api.handler.ts'],
    ['infra/app.ts', './local/runtime.ts'],
    ['infra/local/runtime.ts', '../../entities/names.ts'],
    ['infra/local/runtime.ts', '../manifests.ts'],
    ['functions/releases/workflow/next-step.ts', '../../test/support/table.ts'],
    ['functions/releases/workflow/next-step.ts', 'electrodb'],
  ])('refuses %s -> %s', (path, specifier) => {
    expect(importViolations([moduleOf(path, `import { x } from '${specifier}';`)])).toHaveLength(1);
  });

  it('knows a room for every file', () => {
    expect(importViolations([moduleOf('elsewhere/a.ts', '')])).toHaveLength(1);
  });
});

describe('imports', () => {
  it('have no cycles', () => {
    expect(importCycles(modules)).toEqual([]);
  });

  it('are found in cycles, types included', () => {
    const ring = [
      moduleOf('functions/x/a.ts', "import { b } from './b.ts';"),
      moduleOf('functions/x/b.ts', "import type { a } from './a.ts';"),
    ];
    expect(importCycles(ring)).toEqual(['functions/x/a.ts -> functions/x/b.ts -> functions/x/a.ts']);
  });

  it('of ElectroDB and the table in entities are in the base alone', () => {
    const users = modules.filter(({ path, imports }) => {
      const isAllowed = path.startsWith('entities/_base/table/') || path.startsWith('test/');
      return !isAllowed && imports.some(({ target }) => target === 'electrodb');
    });
    expect(users.map(({ path }) => path)).toEqual([]);
  });
});

/** Namespaces inside zod, of which each brings all of it into a bundle, its languages included: 320 KB. */
const WHOLE_ZOD = /\b(?:instanceof|new) z\.core\b|\bz\.locales\b/;

it('takes no whole namespace of zod into a function', () => {
  expect(['error instanceof z.core.$ZodError', 'z.config(z.locales.de())'].every((text) => WHOLE_ZOD.test(text))).toBe(
    true,
  );
  const sources = modules.filter(({ path }) => /^(?:entities|functions)\//.test(path));
  expect(sources.filter(({ path }) => WHOLE_ZOD.test(textOf(path))).map(({ path }) => path)).toEqual([]);
});

describe('a manifest', () => {
  it.each(manifests.map(({ path }) => path))('%s loads nothing but schemas', (path) => {
    const packages = [...loadedBy(path, modules)].filter(([target]) => !target.includes('.ts'));
    const heavy = packages.filter(([target]) => !['zod', 'uuid', 'semver', 'node:crypto'].includes(target));
    expect(heavy.map(([, chain]) => chain.join(' -> '))).toEqual([]);
  });
});
