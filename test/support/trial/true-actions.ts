// Compares the actions of views with the answers of their operations.
import { expect } from 'vitest';
import type { Action } from '../../../entities/access/actions/action.model.ts';
import type { Manifest, Route } from '../../../functions/_kit/manifest.ts';
import type { ApiReply, ApiRequest } from '../http.ts';
import { isAccepted } from './trial.ts';

type Ask = Pick<ApiRequest, 'role' | 'scopes' | 'userId'>;
type Call = (request: ApiRequest) => Promise<ApiReply>;

/** A view with actions, the parameters of their paths, and a suitable body for each operation that needs one. */
export interface Shown {
  readonly actions: readonly (Action & { readonly body?: unknown })[];
  readonly params: Readonly<Record<string, string>>;
  readonly bodies?: Readonly<Record<string, unknown>>;
}

/** The operation may add names to the reason, which cost another read. */
function reasonOf({ body }: ApiReply, shown: string | null): string {
  const words = String(body.detail ?? body.title);
  return shown && words.startsWith(shown) ? shown : words;
}

function answerOf(name: string, reply: ApiReply, reason: string | null) {
  if (isAccepted(reply)) return { name, allowed: true, reason: null, code: null };
  if (reply.status < 300) return { name, allowed: false, reason: expect.any(String), code: null };
  expect([403, 404, 409, 422], `${name} answers ${reply.status}`).toContain(reply.status);
  return { name, allowed: false, reason: reasonOf(reply, reason), code: reply.body.code };
}

/** Fails if an action says anything else than the operation answers to the same caller. */
export async function expectTrue(call: Call, { routes }: Manifest, ask: Ask, { actions, params, bodies = {} }: Shown) {
  expect(actions.length).toBeGreaterThan(0);
  const answers = [];
  for (const { name, reason, body = bodies[name] } of actions) {
    const { method, path } = routes[name] as Route;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => params[parameter] ?? '');
    const reply = await call({ ...ask, method, path: filled, body, isTrial: true });
    answers.push({
      ...answerOf(name, reply, reason),
      ...(body !== undefined && bodies[name] === undefined ? { body } : {}),
    });
  }
  expect(actions).toEqual(answers);
}
