// The credential that a request presents. Authorization wins; else the console's cookie, which holds nothing but a session.
import { readSecret } from '../../../entities/access/secret.model.ts';
import { isCrossSite, secretIn } from '../../_kit/accounts/console-session.ts';

export interface Request {
  readonly method: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As `name=value`. */
  readonly cookies?: readonly string[];
}

type Presented = (
  | { readonly credential: string; readonly problem?: never }
  | { readonly credential?: never; readonly problem: string }
) & {
  /** For the context of the authorizer, which holds only texts. */
  readonly byCookie?: 'true';
};

/** Problems: `missing`, `malformed`, and `cross_site` for a write with the cookie that no page of the console sent. */
export function presentedIn({ method, headers, cookies = [] }: Request, publicUrl: string): Presented {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const [, credential] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    return credential === undefined ? { problem: 'missing' } : { credential };
  }
  const secret = secretIn(cookies, publicUrl);
  if (secret === undefined) return { problem: 'missing' };
  const byCookie = 'true';
  if (isCrossSite(method, headers, publicUrl)) return { problem: 'cross_site', byCookie };
  if (readSecret('wls', secret) === undefined) return { problem: 'malformed', byCookie };
  return { credential: secret, byCookie };
}
