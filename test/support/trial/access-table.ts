// The roles that may call the routes of a domain; no other role may, no credential without the scope, and nobody without a credential.
import { describe, expect, it } from 'vitest';
import { CALLER_ROLES } from '../../../entities/names.ts';
import type { ApiReply, ApiRequest } from '../http.ts';

/** Method, path, body, and the roles that may. */
type Row = readonly [method: string, path: string, body: unknown, may: readonly string[]];

export function describeAccess(
  domain: string,
  routes: readonly Row[],
  call: (request: ApiRequest) => Promise<ApiReply>,
  /** Makes again what an earlier call has deleted. */
  prepare: () => Promise<unknown> = async () => {},
): void {
  describe('access', () => {
    it.each(routes)('%s %s', async (method, path, body, may) => {
      for (const role of CALLER_ROLES) {
        await prepare();
        const { status } = await call({ role, method, path, body });
        expect([role, status === 403]).toEqual([role, !may.includes(role)]);
      }
      const scopes = method === 'GET' ? `${domain}:write` : `${domain}:read`;
      expect((await call({ role: 'ADMIN', scopes, method, path, body })).status).toBe(403);
      expect((await call({ method, path, body })).status).toBe(401);
    });
  });
}
