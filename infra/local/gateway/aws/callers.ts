// Finds the caller of the AWS endpoint and checks its role: each function's access key id is its own name. Called by
// aws-endpoint.ts. A caller that is no function (the operator, a test) may do everything.
import { AwsError, type JsonObject } from '../../contracts.ts';
import type { LocalModel } from '../../template/model.ts';
import { accessRequestsOf } from './access-requests.ts';
import { isAllowed } from './grants.ts';

export type AuthorizeCall = (accessKeyId: string | undefined, target: string, input: JsonObject) => void;

/** By function: the actions that it was allowed since the start. For tests, which compare them with what is granted. */
export type Calls = Readonly<Record<string, readonly string[]>>;

/** Answers a check that throws `AwsError` AccessDeniedException, worded as AWS words it. */
export function createCallers(model: LocalModel): { readonly authorize: AuthorizeCall; readonly calls: () => Calls } {
  const functions = new Map(model.functions.map((fn) => [fn.name, fn]));
  const allowed = new Map<string, Set<string>>();
  const authorize: AuthorizeCall = (accessKeyId, target, input) => {
    const caller = accessKeyId === undefined ? undefined : functions.get(accessKeyId);
    if (!caller) return;
    const statements = model.grants.get(caller.roleArn) ?? [];
    for (const request of accessRequestsOf(target, input, model)) {
      if (isAllowed(statements, request)) {
        allowed.set(caller.name, (allowed.get(caller.name) ?? new Set()).add(request.action));
        continue;
      }
      const on = request.resource === undefined ? '' : ` on resource: ${request.resource}`;
      throw new AwsError(
        'AccessDeniedException',
        `User: ${caller.roleArn}/${caller.name} is not authorized to perform: ${request.action}${on}`,
      );
    }
  };
  const calls = () => Object.fromEntries([...allowed].map(([name, actions]) => [name, [...actions].sort()]));
  return { authorize, calls };
}
