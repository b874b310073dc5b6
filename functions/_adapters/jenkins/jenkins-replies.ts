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
  /** There once the build has begun. */
  executable: z.object({ number: z.number(), url: z.string() }).nullish(),
});

export const buildsReply = z.object({
  builds: z.array(z.object({ number: z.number(), url: z.string(), queueId: z.number(), actions })),
});

export const hasParameter = (found: { actions?: z.output<typeof actions> }, name: string, value: string): boolean =>
  (found.actions ?? []).some((action) =>
    (action?.parameters ?? []).some((parameter) => parameter.name === name && parameter.value === value),
  );
