// The surface `v1`: the tenant from the path, the caller from the authorizer, RFC 8288 Link headers, RFC 9457 problem
// details.
import { SURFACES } from '../../../../entities/names.ts';
import { problemReply } from '../problem.ts';
import { callerOf } from '../request.ts';
import type { Surface } from '../surface.ts';

export const v1: Surface = {
  base: SURFACES.v1,

  callerOf(event, { access }, now) {
    if (access === 'OPEN') return undefined;
    if (access === 'SIGNED') throw new Error('a signed route is not for the surface v1');
    return callerOf(event, access, now);
  },

  render(event, body) {
    const next = (body as { nextCursor?: unknown } | undefined)?.nextCursor;
    if (typeof next !== 'string' || event.requestContext.http.method !== 'GET') return { headers: {}, body };
    const query = new URLSearchParams({ ...event.queryStringParameters, cursor: next } as Record<string, string>);
    return { headers: { link: `<${event.rawPath}?${query}>; rel="next"` }, body };
  },

  refuse: problemReply,
};
