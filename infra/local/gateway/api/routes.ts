// Picks the route of a request as API Gateway does: exact before parameter before greedy, then $default. Called by
// http-api.ts. Source: API Gateway Developer Guide, "Routes for HTTP APIs", routing API requests.
import { UnsupportedError } from '../../contracts.ts';
import type { RouteModel } from '../../template/model.ts';

export interface RouteMatch {
  readonly route: RouteModel;
  /** Percent-decoded, by the names in the route's path. */
  readonly parameters: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: RouteModel;
  readonly method: string;
  readonly segments: readonly Segment[];
  readonly rank: string;
}

type Segment = { readonly kind: 'exact' | 'parameter' | 'greedy'; readonly text: string };

const RANK = { exact: '0', parameter: '1', greedy: '2' };

/**
 * Compiles the routes of one API once; paths to match are valid percent-encoding. Two routes with one key are refused,
 * as AWS does.
 */
export function compileRoutes(routes: readonly RouteModel[]): (method: string, path: string) => RouteMatch | undefined {
  refuseDuplicates(routes);
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const compiled = routes
    .filter((route) => route !== fallback)
    .map(compile)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return (method, path) => {
    const given = path.split('/').slice(1);
    for (const { route, method: wanted, segments } of compiled) {
      if (wanted !== 'ANY' && wanted !== method) continue;
      const parameters = match(segments, given);
      if (parameters) return { route, parameters };
    }
    return fallback && { route: fallback, parameters: {} };
  };
}

function compile(route: RouteModel): Compiled {
  const [method, path] = route.routeKey.split(' ');
  if (!method || !path?.startsWith('/')) {
    throw new UnsupportedError(route.logicalId, 'RouteKey', `${route.routeKey} is not a method and a path`);
  }
  const segments = path.split('/').slice(1).map(segmentOf);
  const greedy = segments.findIndex(({ kind }) => kind === 'greedy');
  if (greedy >= 0 && greedy < segments.length - 1) {
    throw new UnsupportedError(route.logicalId, 'RouteKey', 'a greedy parameter must be the last segment');
  }
  const rank = segments.map(({ kind }) => RANK[kind]).join('') + (method === 'ANY' ? '~ANY' : '~');
  return { route, method, segments, rank };
}

function segmentOf(text: string): Segment {
  const parameter = /^\{([^}+]+)(\+?)\}$/.exec(text);
  if (!parameter) return { kind: 'exact', text };
  return { kind: parameter[2] ? 'greedy' : 'parameter', text: parameter[1] ?? '' };
}

function match(segments: readonly Segment[], given: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = segment.kind === 'greedy' ? given.slice(index).join('/') : given[index];
    if (value === undefined) return undefined;
    if (segment.kind === 'exact') {
      if (value !== segment.text) return undefined;
      continue;
    }
    if (value === '') return undefined;
    parameters[segment.text] = decodeURIComponent(value);
    if (segment.kind === 'greedy') return parameters;
  }
  return given.length === segments.length ? parameters : undefined;
}

function refuseDuplicates(routes: readonly RouteModel[]): void {
  const seen = new Set<string>();
  for (const { logicalId, routeKey } of routes) {
    if (seen.has(routeKey)) throw new UnsupportedError(logicalId, 'RouteKey', `${routeKey} is there twice`);
    seen.add(routeKey);
  }
}
