// Talks to an OpenID provider: the authorization code flow with PKCE as a confidential client (OpenID Connect Core 1.0, section
// 3.1; RFC 7636). All requests go through the guarded outbound HTTP.
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  fetchUserInfo,
} from 'openid-client';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { providerErrors, signInErrors } from '../../../entities/access/errors.ts';
import type { ProviderItem } from '../../../entities/access/providers/provider.entity.ts';
import { valuesOf } from '../../../entities/access/sign-ins/begun-sign-in.model.ts';
import type { Outbound, OutboundRequest } from '../../_adapters/adapter.ts';

export interface Client extends Pick<ProviderItem, 'issuer' | 'clientId' | 'groupsClaim'> {
  readonly clientSecret: string;
}

/** The person who signed in, as the provider says. */
export interface Person {
  /** The claim `sub`. */
  readonly subject: string;
  /** Only an address that the provider confirmed. */
  readonly email: string | undefined;
  readonly name: string | undefined;
  /** The claim with the groups. */
  readonly groups: unknown;
}

/** The parameters with which the provider sent the browser back. */
export interface Redirect {
  readonly code: string;
  readonly state: string;
  readonly iss?: string | undefined;
}

export interface OpenId {
  /** Reads the provider's description. Throws `provider.unusable` with the reason. */
  check(client: Client): Promise<void>;
  /** The address to which the browser is sent. Throws `provider.unavailable`. */
  begin(client: Client, secret: string): Promise<string>;
  /** Throws `sign_in.refused` if provider or redirect are not as they must be, `provider.unavailable`. */
  complete(client: Client, secret: string, redirect: Redirect): Promise<Person>;
}

const TIMEOUT_SECONDS = 5;

const fetchBy =
  (outbound: Outbound) =>
  async (
    url: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
  ) => {
    const request: OutboundRequest = {
      ...{ url, headers, timeoutMs: TIMEOUT_SECONDS * 1000, followsNothing: true },
      method: method as OutboundRequest['method'],
      ...(body === undefined || body === null ? {} : { body }),
    };
    const reply = await outbound.request(request);
    return new Response(reply.text === '' ? null : reply.text, { status: reply.status, headers: reply.headers });
  };

/** Both are texts to the provider; some accept only one. RFC 8414, token_endpoint_auth_methods_supported. */
function authenticationOf(clientSecret: string) {
  const [basic, post] = [ClientSecretBasic(clientSecret), ClientSecretPost(clientSecret)];
  return (...args: Parameters<typeof basic>) => {
    const methods = args[0].token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return methods.includes('client_secret_basic') ? basic(...args) : post(...args);
  };
}

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return isDomainError(cause) ? cause.message : message;
};

/** True if the provider did not answer, or answered that it cannot now: nothing is wrong with the person. */
function isOutage(error: unknown): boolean {
  const { cause, status } = error as { cause?: unknown; status?: unknown };
  const answered = cause instanceof Response ? cause.status : status;
  if (typeof answered === 'number') return answered === 429 || answered >= 500;
  return isDomainError(cause) && cause.code.startsWith('integration.');
}

export function createOpenId(outbound: Outbound, redirectUri: string): OpenId {
  function connect({ issuer, clientId, clientSecret }: Client): Promise<Configuration> {
    const isPlain = issuer.startsWith('http:');
    return discovery(new URL(issuer), clientId, undefined, authenticationOf(clientSecret), {
      [customFetch]: fetchBy(outbound) as never,
      timeout: TIMEOUT_SECONDS,
      // The outbound HTTP refuses hosts without TLS that the deployment does not list.
      ...(isPlain && { execute: [allowInsecureRequests] }),
    });
  }

  async function reached(client: Client): Promise<Configuration> {
    try {
      return await connect(client);
    } catch (error) {
      throw providerErrors.unavailable({ detail: reasonOf(error) });
    }
  }

  return {
    async check(client) {
      try {
        await connect(client);
      } catch (error) {
        const message = `cannot be used: ${reasonOf(error)}`;
        const fields = [{ path: 'issuer', code: 'provider.unusable', message }];
        throw providerErrors.unusable({ detail: `issuer ${message}`, fields });
      }
    },

    async begin(client, secret) {
      const configuration = await reached(client);
      const { state, nonce, codeVerifier } = valuesOf(secret);
      const parameters = {
        ...{ redirect_uri: redirectUri, scope: 'openid profile email', state, nonce },
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      };
      return buildAuthorizationUrl(configuration, parameters).href;
    },

    async complete(client, secret, redirect) {
      const configuration = await reached(client);
      const { state, nonce, codeVerifier } = valuesOf(secret);
      const url = new URL(redirectUri);
      for (const [name, value] of Object.entries(redirect)) if (value !== undefined) url.searchParams.set(name, value);
      try {
        const checks = {
          pkceCodeVerifier: codeVerifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        };
        const tokens = await authorizationCodeGrant(configuration, url, checks);
        const claims = tokens.claims();
        if (!claims) throw signInErrors.refused();
        const hasUserInfo = configuration.serverMetadata().userinfo_endpoint !== undefined;
        const further = hasUserInfo ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
        const all: Record<string, unknown> = { ...further, ...claims };
        const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
        return {
          subject: claims.sub,
          email: all.email_verified === true ? textOf(all.email) : undefined,
          name: textOf(all.name) ?? textOf(all.preferred_username),
          groups: all[client.groupsClaim],
        };
      } catch (error) {
        if (isOutage(error)) throw providerErrors.unavailable();
        // The provider's words may quote the code or the secret.
        throw isDomainError(error) ? error : signInErrors.refused();
      }
    },
  };
}
