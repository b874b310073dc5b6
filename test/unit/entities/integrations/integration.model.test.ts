// The pure model of integrations: a variant per type, segments of the path, unique names, references.
import { describe, expect, it } from 'vitest';
import { uniqueName } from '../../../../entities/_base/text.ts';
import {
  createIntegrationBody,
  integrationView,
  isRestricted,
  usesOf,
} from '../../../../entities/integrations/integration.model.ts';
import {
  INTEGRATION_KINDS,
  KIND_SEGMENTS,
  kindOfSegment,
  segmentOfKind,
} from '../../../../entities/integrations/types/integration-kinds.ts';
import { INTEGRATION_TYPES } from '../../../../entities/integrations/types/integration-types.ts';

const types = Object.keys(INTEGRATION_TYPES).sort();
const typesOf = (union: { options: readonly { shape: { type: { value: string } } }[] }) =>
  union.options.map((option) => option.shape.type.value).sort();

describe('the schemas of requests and replies', () => {
  it('have a variant for every type', () => {
    expect(typesOf(createIntegrationBody.unwrap())).toEqual(types);
    expect(typesOf(integrationView.unwrap())).toEqual(types);
  });

  it('show no credentials', () => {
    for (const option of integrationView.unwrap().options)
      expect(Object.keys(option.shape)).not.toContain('credentials');
  });
});

describe('kindOfSegment', () => {
  it('knows a segment for every kind', () => {
    expect(Object.values(KIND_SEGMENTS).sort()).toEqual([...INTEGRATION_KINDS].sort());
    for (const kind of INTEGRATION_KINDS) expect(kindOfSegment(segmentOfKind(kind))).toBe(kind);
  });
  it.each(['', 'SCM', 'scms', 'toString', '__proto__'])('knows nothing of %j', (segment) => {
    expect(kindOfSegment(segment)).toBeUndefined();
  });
});

describe('isRestricted', () => {
  it.each([
    ['SCM', true],
    ['TARGET', true],
    ['PIPELINE', true],
    ['COMMUNICATION', false],
    ['TICKET', false],
  ] as const)('of %s is %s', (kind, expected) => {
    expect(isRestricted(kind)).toBe(expected);
  });
});

describe('uniqueName', () => {
  it.each([
    ['GitHub', 'github'],
    ['De\u0301ja\u0300', 'd\u00e9j\u00e0'],
    ['two  blanks', 'two  blanks'],
  ])('of %j is %j', (name, expected) => {
    expect(uniqueName(name)).toBe(expected);
  });

  it('fits into a key however long its bytes get', () => {
    const longest = '\ufb2c'.repeat(100);
    expect(Buffer.byteLength(`COMMUNICATION#${uniqueName(longest)}`)).toBeLessThanOrEqual(1024);
  });
});

describe('usesOf', () => {
  const config = { scmIntegrationId: 's', targetIntegrationId: 't' };
  it('names what a pipeline needs', () => {
    expect(usesOf('PIPELINE', config)).toEqual([
      { kind: 'SCM', integrationId: 's', path: 'config.scmIntegrationId' },
      { kind: 'TARGET', integrationId: 't', path: 'config.targetIntegrationId' },
    ]);
  });
  it.each(INTEGRATION_KINDS.filter((kind) => kind !== 'PIPELINE'))('names nothing for %s', (kind) => {
    expect(usesOf(kind, config)).toEqual([]);
  });
});
