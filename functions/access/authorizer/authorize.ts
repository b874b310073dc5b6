// Resolves a credential to tenant, actor, role and scopes: the bearer's (RFC 6750), else the session in the console's cookie. API Gateway can only answer 403 for a refusal, so a
// bad credential passes with `problem` in its context, and the surface v1 answers 401 with the reason.
import { hashOfSecret } from '../../../entities/access/secret.model.ts';
import { isPoll } from '../../_kit/accounts/console-session.ts';
import { createShortMemory } from '../../_kit/short-memory.ts';
import type { TakeShare } from './fair-share.ts';
import { presentedIn, type Request } from './presented.ts';

export type Context = Readonly<Record<string, string>>;

export interface AuthorizerReply {
  readonly isAuthorized: true;
  readonly context: Context;
}

/** The sender of the request. `now` is epoch milliseconds. */
export interface Sender {
  readonly ip: string;
  readonly userAgent: string;
  readonly correlationId: string;
  readonly now: number;
  /** The tenant's id or slug in the path; a JWT does not name its tenant. */
  readonly tenant?: string | undefined;
}

/** A valid credential, which may have expired. */
export interface Known {
  /** Epoch milliseconds. */
  readonly validUntil: number;
  readonly context: Context & { readonly tenantId: string };
}

/** A reason to refuse, which the surface v1 answers. */
export interface Problem {
  readonly problem: string;
}

/** Undefined for a credential that is unknown or was revoked. A poll does not count as a use of a session. */
export type Resolve = (credential: string, sender: Sender, isPoll: boolean) => Promise<Known | Problem | undefined>;

/** The forms of credentials, each with its resolver. */
export interface Form {
  readonly fits: (credential: string) => boolean;
  readonly resolve: Resolve;
}

/** A revoked credential, a deactivated user and a changed role take effect after at most this time. */
const MEMORY_MS = 30_000;
const MOST_KEPT = 2_000;

/** True if the path names the tenant by a name that was known when the credential was looked up. */
const isNamed = ({ context }: Known, { tenant }: Sender): boolean =>
  tenant === undefined ||
  [context.tenantId, context.tenantSlug, ...(context.tenantAliases ?? '').split(' ')].includes(tenant);

/**
 * Valid credentials stay in memory for half a minute, by address, and apart for polls, which note no use. Unknown ones are looked up each time, so that a new one
 * works at once.
 */
export function createAuthorize(forms: readonly Form[], publicUrl: string, takeShare: TakeShare = () => 0) {
  const memory = createShortMemory<Known>(MEMORY_MS, MOST_KEPT);
  return async (request: Request, sender: Sender): Promise<AuthorizerReply> => {
    const { now, ip } = sender;
    const { credential, problem, ...how } = presentedIn(request, publicUrl);
    const reply = (context: Context): AuthorizerReply => ({ isAuthorized: true, context: { ...context, ...how } });
    if (credential === undefined) return reply({ problem });
    const poll = isPoll(request.headers);
    const form = forms.find(({ fits }) => fits(credential));
    if (!form) return reply({ problem: 'malformed' });
    const key = `${hashOfSecret(credential)} ${ip}${poll ? ' poll' : ''}`;
    const kept = memory.get(key, now);
    // The tenant may have a new slug.
    const remembered = kept && isNamed(kept, sender) ? kept : undefined;
    const known = remembered ?? (await form.resolve(credential, sender, poll));
    if (!known) return reply({ problem: 'unknown' });
    if ('problem' in known) return reply({ problem: known.problem });
    if (!remembered) memory.set(key, known, now);
    if (known.validUntil <= now) return reply({ problem: 'expired' });
    // Only callers with a valid credential use up their tenant's share.
    const waitSeconds = takeShare(known.context, now);
    return reply(waitSeconds > 0 ? { problem: 'throttled', waitSeconds: `${waitSeconds}` } : known.context);
  };
}
