// Every audit action has the resource type that the table names for it.
import { describe, expect, it } from 'vitest';
import { AUDIT_TYPES, type AuditPair, auditPairsIn, auditTypesOf, helperTypeIn } from './rules/audit-types.ts';
import { filesOf, textOf } from './rules/source-tree.ts';

const files = filesOf('functions/**/*.ts').map((path) => ({ path, text: textOf(path) }));

/** The type of the `auditOf` that a file imports, by the file that it is imported from. */
function helperTypeFor({ path, text }: (typeof files)[number]): string | undefined {
  const own = helperTypeIn(text);
  if (own !== undefined) return own;
  const from = /import \{[^}]*\bauditOf\b[^}]*\} from '([^']+)'/.exec(text)?.[1];
  if (from === undefined) return undefined;
  const target = new URL(from, `file:///${path}`).pathname.slice(1);
  return helperTypeIn(files.find((file) => file.path === target)?.text ?? '');
}
const pairs = files.flatMap((file) => auditPairsIn(file.text, helperTypeFor(file)));
const wrong = (found: readonly AuditPair[]) =>
  found.filter(({ action, resourceType }) => !auditTypesOf(action).includes(resourceType));

describe('an audit action', () => {
  it('has the resource type of the table', () => {
    expect(pairs.length).toBeGreaterThan(100);
    expect(wrong(pairs)).toEqual([]);
  });

  it('is written under every line of the table, here or in an entity', () => {
    const texts = [...files, ...filesOf('entities/**/*.ts').map((path) => ({ text: textOf(path) }))];
    const isWritten = (key: string) =>
      texts.some(({ text }) => text.includes(key.includes('.') ? `'${key}'` : `'${key}.`));
    expect(Object.keys(AUDIT_TYPES).filter((key) => !isWritten(key))).toEqual([]);
  });

  it.each([
    ["audit: { action: 'token.revoked', resourceType: 'Tenant' }", undefined],
    ["audit: { action: isNew ? 'team.added' : 'team.changed', resourceType: 'User' }", undefined],
    ["audit: { action: 'unheard.of', resourceType: 'User' }", undefined],
    ["audit: auditOf(item, 'train.created')", 'Release'],
  ])('of another type is found: %s', (text, helper) => {
    expect(wrong(auditPairsIn(text, helper))).not.toEqual([]);
  });
});
