// The only reader of process.env: a function's environment, parsed once at cold start by its manifest's schema.
import type * as z from 'zod';

/** The parsed environment; throws one error that names every missing or wrong variable (never its value). */
export function readEnvironment<S extends z.ZodObject>(
  schema: S,
  source: NodeJS.ProcessEnv = process.env,
): z.output<S> {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not as the manifest says: ${wrong.join('; ')}`);
}
