// The components of a release: versions of images that it brings into environments. A tag may move until the release leaves
// KICKOFF_PENDING; after that its digest is fixed. Pure. Source: the orchestrator model, "Release" (components).
import * as z from 'zod';
import type { FieldProblem } from '../../_base/errors.ts';
import { reference } from '../../_base/text.ts';
import { isTag } from '../../catalog/words.model.ts';

const MOST_COMPONENTS = 10;

export const componentsBody = z
  .array(
    z.strictObject({
      componentId: reference,
      tag: z
        .string()
        .refine(isTag, { error: 'must be a tag of an image such as 1.5.0' })
        .optional()
        .describe('Default: the version of the release'),
    }),
  )
  .max(MOST_COMPONENTS)
  .describe('Versions of components, which environments get; fixed to their digests at the kickoff');
export type ComponentsBody = z.output<typeof componentsBody>;

export const releaseComponentView = z
  .strictObject({
    componentId: z.string(),
    name: z.string(),
    tag: z.string(),
    digest: z.string(),
    semver: z.string().nullable(),
  })
  .meta({ id: 'ReleaseComponent' });
export type ReleaseComponent = z.output<typeof releaseComponentView>;

/** A component as the catalog knows it now. */
export interface KnownComponent {
  readonly componentId: string;
  readonly name: string;
  /** The asked tag, if it exists. */
  readonly version: { readonly digest: string; readonly semver?: string | undefined } | undefined;
}

const problem = (path: string, name: string, message: string): FieldProblem => ({
  path,
  code: `release.${name}`,
  message,
});

/** The tags that a body asks for, each with its component. */
export const askedTags = (asked: ComponentsBody, version: string): { componentId: string; tag: string }[] =>
  asked.map(({ componentId, tag = version }) => ({ componentId, tag }));

/** The components as they are stored, and every problem. `known` is in the order of `asked`. */
export function composed(
  asked: readonly { readonly componentId: string; readonly tag: string }[],
  known: readonly (KnownComponent | undefined)[],
): { readonly components: ReleaseComponent[]; readonly problems: FieldProblem[] } {
  const components: ReleaseComponent[] = [];
  const problems: FieldProblem[] = [];
  for (const [index, { componentId, tag }] of asked.entries()) {
    const path = `components[${index}]`;
    const found = known[index];
    if (asked.findIndex((one) => one.componentId === componentId) < index) {
      problems.push(problem(`${path}.componentId`, 'duplicate_reference', 'names a component a second time'));
    } else if (found === undefined) {
      problems.push(problem(`${path}.componentId`, 'component_not_found', 'is no component'));
    } else if (found.version === undefined) {
      const message = `${found.name} has no version ${tag}; record it with PUT …/components/${componentId}/versions/${tag}`;
      problems.push(problem(`${path}.tag`, 'component_version_not_found', message));
    } else {
      const { digest, semver = null } = found.version;
      components.push({ componentId, name: found.name, tag, digest, semver });
    }
  }
  return { components, problems };
}

/**
 * The components at the kickoff: the digest that each tag has now. A version that was deleted meanwhile stays as it was asked for.
 * Undefined if nothing has changed.
 */
export function fixed(
  components: readonly ReleaseComponent[],
  known: readonly (KnownComponent | undefined)[],
): ReleaseComponent[] | undefined {
  const after = components.map((component, index) => {
    const version = known[index]?.version;
    return version === undefined ? component : { ...component, digest: version.digest, semver: version.semver ?? null };
  });
  return after.some(({ digest }, index) => digest !== components[index]?.digest) ? after : undefined;
}
