// The parts of Jenkins' remote API that the client reads. https://www.jenkins.io/doc/book/using/remote-access-api/
import * as z from 'zod';

/** Actions are of many kinds, some empty objects; parameters stand in one of them. */
const actions = z
  .array(
    z
      .object({ parameters: z.array(z.object({ name: z.string(), value: z.unknown().optional() })).optional() })
      .nullable(),
  )
  .optional();

export const crumbReply = z.object({ crumb: z.string(), crumbRequestField: z.string() });

export const jobReply = z.object({
  fullName: z.string().optional(),
  name: z.string(),
  buildable: z.boolean(),
  property: z.array(z.object({ parameterDefinitions: z.array(z.object({ name: z.string() })).optional() })).optional(),
});

export const queueReply = z.object({ items: z.array(z.object({ id: z.number(), actions })) });

export const queueItemReply = z.object({
  id: z.number(),
  /** Of an item that left the queue without a build. */
  cancelled: z.boolean().optional(),
  /** There once the build has begun. */
  executable: z.object({ number: z.number(), url: z.string() }).nullish(),
});

export const buildsReply = z.object({
  builds: z.array(z.object({ number: z.number(), url: z.string(), queueId: z.number(), actions })),
});

const revision = z.object({ lastBuiltRevision: z.object({ SHA1: z.string() }).nullish() }).nullable();

export const buildReply = z.object({
  number: z.number(),
  url: z.string(),
  building: z.boolean(),
  result: z.string().nullish(),
  /** One of the Git plugin per repository that was checked out; others are of other kinds. */
  actions: z.array(revision).optional(),
  artifacts: z.array(z.object({ relativePath: z.string() })).optional(),
});

/** The commit that was built, where only one repository was checked out: others may be those of shared libraries. */
export function commitOf({ actions = [] }: z.output<typeof buildReply>): string | undefined {
  const commits = new Set(actions.flatMap((action) => action?.lastBuiltRevision?.SHA1 ?? []));
  return commits.size === 1 ? [...commits][0] : undefined;
}

export const hasParameter = (found: { actions?: z.output<typeof actions> }, name: string, value: string): boolean =>
  (found.actions ?? []).some((action) =>
    (action?.parameters ?? []).some((parameter) => parameter.name === name && parameter.value === value),
  );
