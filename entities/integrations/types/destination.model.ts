// The destinations of an integration's credentials: the origins in its config. Pure. A new origin requires the credentials
// again; otherwise a person who may change a config could have a token sent to their own host.
import type { FieldProblem } from '../../_base/errors.ts';
import { INTEGRATION_TYPES, type IntegrationType } from './integration-types.ts';

/** Scheme, host and port of every address in a config, by its field. */
function originsOf(config: unknown): Readonly<Record<string, string>> {
  const addresses = Object.entries(config ?? {}).flatMap(([field, value]) => {
    const isAddress = typeof value === 'string' && /^https?:/i.test(value) && URL.canParse(value);
    return isAddress ? [[field, new URL(value).origin] as const] : [];
  });
  return Object.fromEntries(addresses);
}

interface Move {
  readonly type: IntegrationType;
  readonly before: unknown;
  readonly after: unknown;
  /** The stored credentials. */
  readonly stored: unknown;
  /** The credentials in the request; null deletes one. */
  readonly given: unknown;
}

/** True if `after` sends credentials to an origin that `before` did not use. */
export function isMoved(before: unknown, after: unknown): boolean {
  const [known, wanted] = [originsOf(before), originsOf(after)];
  return Object.keys({ ...known, ...wanted }).some((field) => known[field] !== wanted[field]);
}

/**
 * A problem if a request sets Slack's `signingSecret` without the `botToken`, which proves the workspace: otherwise anyone
 * who may change an integration could sign requests in the name of people.
 */
export function missingProof({ type, given }: Pick<Move, 'type' | 'given'>): FieldProblem[] {
  const brought = (given ?? {}) as Readonly<Record<string, unknown>>;
  if (type !== 'SLACK' || typeof brought.signingSecret !== 'string' || brought.botToken !== undefined) return [];
  const message =
    'must be given together with signingSecret, because requests signed with it act in the name of people';
  return [{ path: 'credentials.botToken', code: 'integration.credentials_needed', message }];
}

/** A problem for each stored credential that would be sent to another origin and is not in the request. */
export function missingCredentials({ type, before, after, stored, given }: Move): FieldProblem[] {
  if (!isMoved(before, after)) return [];
  const brought = new Set(Object.keys(given ?? {}));
  const held = (stored ?? {}) as Readonly<Record<string, unknown>>;
  return [...INTEGRATION_TYPES[type].sent]
    .filter((name) => held[name] !== undefined && !brought.has(name))
    .map((name) => ({
      path: `credentials.${name}`,
      code: 'integration.credentials_needed',
      message: 'must be given again, because its address changes',
    }));
}
