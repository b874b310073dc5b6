// The only reader of process.env: a function's environment, parsed once at cold start by its manifest's schema.
import type * as z from 'zod';
import type { LambdaRole, LambdaSpec, Manifest } from './manifest.ts';

/** The parsed environment. Throws one error that names every missing or wrong variable, but never a value. */
export function readEnvironment<S extends z.ZodObject>(
  schema: S,
  source: NodeJS.ProcessEnv = process.env,
): z.output<S> {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment does not fit the manifest: ${wrong.join('; ')}`);
}

export type EnvironmentOf<M extends Manifest, R extends LambdaRole> = M['lambdas'][R] extends LambdaSpec
  ? z.output<M['lambdas'][R]['environment']>
  : never;

/** The environment of the manifest's function of this role. */
export function environmentOf<M extends Manifest, R extends LambdaRole>({ domain, lambdas }: M, role: R) {
  const spec = lambdas[role];
  if (spec === undefined) throw new Error(`the manifest of ${domain} has no ${role} function`);
  return readEnvironment(spec.environment) as EnvironmentOf<M, R>;
}
