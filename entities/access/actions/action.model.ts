// The actions in a view: the operations that a page offers for it, each with the answer that the caller would get now. Pure zod.
import * as z from 'zod';

export const actionView = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.strictObject({
    name: z.enum(names).describe('The operationId of the route that does it'),
    allowed: z.boolean().describe('True if the operation accepts a suitable body from this caller now'),
    reason: z.string().nullable().describe('The reason why it is not allowed, for people'),
    code: z
      .string()
      .nullable()
      .describe('The code that the operation would answer instead; null if it would change nothing'),
  });

export const actionsView = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.array(actionView(names));

/** An action as the schema of a view shows it. */
export type Action<Name extends string = string> = z.output<ReturnType<typeof actionView<readonly [Name, ...Name[]]>>>;
