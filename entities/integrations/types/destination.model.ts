// Where the credentials of an integration go: the origins that its config names. Pure. Changing an origin asks for the credentials
// again, or somebody who may change a config but never saw the token could have it sent to a host of their own.
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
  /** The credentials as they are stored. */
  readonly stored: unknown;
  /** The credentials that the request brings; null deletes one. */
  readonly given: unknown;
}

/** True when `after` sends credentials where `before` did not. */
export function isMoved(before: unknown, after: unknown): boolean {
  const [known, wanted] = [originsOf(before), originsOf(after)];
  return Object.keys({ ...known, ...wanted }).some((field) => known[field] !== wanted[field]);
}

/**
 * A problem if a request brings Slack's `signingSecret` without the `botToken`, which proves the workspace: otherwise
 * anyone who may change an integration could sign requests in the name of people.
 */
export function missingProof({ type, given }: Pick<Move, 'type' | 'given'>): FieldProblem[] {
  const brought = (given ?? {}) as Readonly<Record<string, unknown>>;
  if (type !== 'SLACK' || typeof brought.signingSecret !== 'string' || brought.botToken !== undefined) return [];
  const message = 'must be given with another signingSecret, as requests signed with it decide in the name of people';
  return [{ path: 'credentials.botToken', code: 'integration.credentials_needed', message }];
}

/** A problem for each stored credential that would go to another origin and that the request does not bring. */
export function missingCredentials({ type, before, after, stored, given }: Move): FieldProblem[] {
  if (!isMoved(before, after)) return [];
  const brought = new Set(Object.keys(given ?? {}));
  const held = (stored ?? {}) as Readonly<Record<string, unknown>>;
  return [...INTEGRATION_TYPES[type].sent]
    .filter((name) => held[name] !== undefined && !brought.has(name))
    .map((name) => ({
      path: `credentials.${name}`,
      code: 'integration.credentials_needed',
      message: 'must be given again, because the address that it is sent to changes',
    }));
}
