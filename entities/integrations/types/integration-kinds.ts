// The kinds of integrations, and the word in the URL for each. Pure, and without zod, as the console has it too.

export const INTEGRATION_KINDS = ['SCM', 'TARGET', 'PIPELINE', 'COMMUNICATION', 'TICKET', 'REGISTRY'] as const;
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];

/** The word in the URL for each kind. */
export const KIND_SEGMENTS = {
  scm: 'SCM',
  targets: 'TARGET',
  pipelines: 'PIPELINE',
  communications: 'COMMUNICATION',
  tickets: 'TICKET',
  registries: 'REGISTRY',
} as const satisfies Record<string, IntegrationKind>;

export const kindOfSegment = (segment: string): IntegrationKind | undefined =>
  Object.hasOwn(KIND_SEGMENTS, segment) ? KIND_SEGMENTS[segment as keyof typeof KIND_SEGMENTS] : undefined;

export const segmentOfKind = (kind: IntegrationKind): string =>
  Object.entries(KIND_SEGMENTS).find(([, named]) => named === kind)?.[0] ?? '';
