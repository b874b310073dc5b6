// The OpenAPI 3.1 document of all manifests. The same manifests give the same document.
import { readFileSync } from 'node:fs';
import type { ErrorFactory } from '../../../entities/_base/errors.ts';
import { refusalsOf } from '../../../functions/_kit/http/refusals.ts';
import { baseOf, type Manifest, type Route } from '../../../functions/_kit/manifest.ts';
import { compressed } from '../compressed.ts';
import { operationOf, refusal, sharedRefusal } from './operation.ts';
import { type Json, schemasOf } from './schemas.ts';
import { GATEWAY_REFUSAL, HEADERS, INTRODUCTION, NOT_MODIFIED, PARAMETERS, PROBLEM } from './shared.ts';

interface Place {
  readonly domain: string;
  readonly operation: string;
  readonly route: Route;
  readonly path: string;
}

const placesOf = (manifests: readonly Manifest[]): Place[] =>
  manifests
    .flatMap((manifest) =>
      Object.entries<Route>(manifest.routes).map(([operation, route]) => ({
        domain: manifest.domain,
        operation,
        route,
        path: `${baseOf(manifest)}${route.path}`,
      })),
    )
    // A greedy path is that of pages, and OpenAPI has no word for it.
    .filter(({ path }) => !path.endsWith('+}'))
    .sort((one, other) => (`${one.path} ${one.route.method}` < `${other.path} ${other.route.method}` ? -1 : 1));

/** The responses that are alone with their status in some route. */
function sharedRefusals(places: readonly Place[]): Readonly<Record<string, Json>> {
  const shared = new Map<string, ErrorFactory>();
  for (const { route } of places) {
    for (const errors of Object.values(Object.groupBy(refusalsOf(route), ({ status }) => status))) {
      const [only, ...others] = errors ?? [];
      if (only && others.length === 0) shared.set(sharedRefusal(only), only);
    }
  }
  return Object.fromEntries([...shared].sort().map(([name, error]) => [name, refusal([error])]));
}

interface Facts {
  readonly version: string;
  /** By domain. */
  readonly descriptions: Readonly<Record<string, string>>;
}

const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** The version of the package, and the table of domains in functions/README.md. */
export function readFacts(): Facts {
  const rows = textOf('functions/README.md').matchAll(/^\| `([\w/-]+)` \|[^|]*\| (.*) \|$/gm);
  const descriptions = [...rows].map(([, domain = '', text = '']) => [
    domain,
    text.replace(/^./, (one) => one.toUpperCase()),
  ]);
  return { version: JSON.parse(textOf('package.json')).version, descriptions: Object.fromEntries(descriptions) };
}

export function openapiOf(manifests: readonly Manifest[], { version, descriptions }: Facts) {
  const places = placesOf(manifests);
  const schemas = schemasOf(manifests);
  const paths = Object.fromEntries(
    [...Map.groupBy(places, ({ path }) => path)].map(([path, group]) => [
      path,
      Object.fromEntries(
        group.map(({ domain, operation, route }) => [
          route.method.toLowerCase(),
          operationOf(domain, operation, route, path, schemas),
        ]),
      ),
    ]),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Windlass',
      version,
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This deployment' }],
    tags: [...new Set(places.map(({ domain }) => domain))]
      .sort()
      .map((name) => ({ name, description: descriptions[name] ?? name })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token (`wl_…`), a session, or the JWT of a registered CI issuer',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-windlass',
          description: 'The session of the console; over http, as on one machine, the cookie is named `windlass`',
        },
      },
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: { NotModified: NOT_MODIFIED, ...sharedRefusals(places) },
      schemas: { ...schemas.components, Problem: PROBLEM, GatewayRefusal: GATEWAY_REFUSAL },
    },
  };
}

export const openapiFiles = (manifests: readonly Manifest[]) =>
  compressed('openapi.json', Buffer.from(JSON.stringify(openapiOf(manifests, readFacts()))));
