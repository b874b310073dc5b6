// Every keys file says what becomes of its partitions, and the removal of a tenant knows every file.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Keys, REMOVAL_STAGES } from '../../../../../entities/_base/table/keys.ts';
import { REMOVALS, shelvesOf } from '../../../../../entities/tenants/removal/removal.model.ts';

const ENTITIES = join(import.meta.dirname, '../../../../../entities');
const isKeys = (value: unknown): value is Keys => typeof (value as Keys | null)?.pk === 'string';
const modules = await Promise.all(
  globSync('**/*.keys.ts', { cwd: ENTITIES }).map(
    (path) => import(join(ENTITIES, path)) as Promise<Record<string, unknown>>,
  ),
);
const kinds = modules.flatMap((module) => Object.entries(module)).filter(([, keys]) => isKeys(keys)) as [
  string,
  Keys,
][];

/** `T#${tenantId}#IDENTITY#slack` is one of `T#${tenantId}#IDENTITY#${provider}`. */
const isOf = (template: string, pk: string): boolean => {
  const [head = '', tail = ''] = template.split(/\$\{(?!tenantId\b|slug\b)\w+\}/);
  return pk === template || (pk.startsWith(head) && pk.length > head.length && tail === '' && head !== template);
};

describe('the removal of a tenant', () => {
  it.each(kinds)('knows the partition of %s', (_, { pk }) => {
    expect(REMOVALS.filter((removal) => isOf(pk, removal.pk))).not.toEqual([]);
  });

  it('says once what becomes of a partition that several kinds share', () => {
    const said = kinds.filter(([, { removal }]) => removal !== undefined).map(([, { pk }]) => pk);
    expect(said.filter((pk, index) => said.indexOf(pk) !== index)).toEqual([]);
  });

  it.each(REMOVALS.map((removal) => [removal.pk, removal] as const))('removes %s in a known stage', (_, removal) => {
    expect(REMOVAL_STAGES).toContain(removal.stage);
    const isOwned = removal.of === undefined || shelvesOf(removal.stage).some(({ pk }) => pk === removal.of);
    expect(isOwned).toBe(true);
  });

  it('leaves nothing to expire without a reason', () => {
    const expiring = REMOVALS.filter(({ stage }) => stage === 'EXPIRING');
    expect(expiring.filter(({ because = '' }) => because.length < 20)).toEqual([]);
  });

  it('removes credentials first', () => {
    expect(shelvesOf('CONNECTIONS')[0]?.pk).toBe('T#${tenantId}#TOKENS');
  });
});
