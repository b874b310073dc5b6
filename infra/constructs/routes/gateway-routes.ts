// The routes of API Gateway for the routes of the manifests. A domain's own router tells its routes apart, so that the API
// stays below its quota of 300. Called by app.ts; pure.
import { baseOf, type Manifest, type Method, type Route } from '../../../functions/_kit/manifest.ts';

export interface GatewayRoute {
  readonly method: Method | 'ANY';
  /** The whole path, as API Gateway takes it. */
  readonly path: string;
  /** Without authorizer: the function verifies the sender's signature itself, or answers the same to everybody. */
  readonly isPublic: boolean;
}

interface Place {
  readonly domain: string;
  readonly base: string;
  readonly route: Route;
}

const isPublic = ({ access }: Route): boolean => typeof access === 'string';

type Routes = Map<string, GatewayRoute[]>;

/** Paths below one first segment that a domain owns alone become two routes when they are more than this. */
const FEW_PATHS = 2;

const rootOf = ({ base, route }: Place): string => `${base}/${route.path.split('/')[1] ?? ''}`;
/** Two paths that differ in the names of their parameters are one for API Gateway. */
const shapeOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');
const depthOf = (path: string): number => path.split('/').length;
const domainsOf = (places: readonly Place[]): string[] => [...new Set(places.map(({ domain }) => domain))];

/** The API Gateway routes of each domain, by its name. */
export function gatewayRoutes(manifests: readonly Manifest[]): ReadonlyMap<string, readonly GatewayRoute[]> {
  const places = manifests.flatMap((manifest): Place[] =>
    Object.values(manifest.routes).map((route) => ({ domain: manifest.domain, base: baseOf(manifest), route })),
  );
  const routes: Routes = new Map();
  for (const below of Map.groupBy(places, rootOf).values()) addRoot(below, routes);
  return routes;
}

/** Everything below one first segment. The owner takes what no exact path of another domain takes. */
function addRoot(places: readonly Place[], routes: Routes): void {
  const owner = ownerOf(places);
  const byShape = Map.groupBy(places, ({ route }) => shapeOf(route.path));
  const [plain, special] = partition([...byShape], ([, group]) =>
    group.every(({ domain, route }) => domain === owner && !isPublic(route)),
  );
  const isWhole = owner !== undefined && plain.length > FEW_PATHS;
  // API Gateway prefers any path of one length to a greedy one: it would take `/x/suggestions` for `/x/{id}` of another.
  const exact = plain.filter(([shape]) => !isWhole || special.some(([other]) => covers(other, shape)));
  for (const [, group] of [...special, ...exact]) {
    const [first] = group as [Place, ...Place[]];
    const isOneKind = new Set(group.map(({ route }) => isPublic(route))).size === 1;
    if (domainsOf(group).length === 1 && isOneKind) add(routes, first, 'ANY');
    else for (const place of group) add(routes, place, place.route.method);
  }
  if (!isWhole) return;
  const root = rootOf(places[0] as Place);
  const list = routes.get(owner) ?? [];
  list.push(
    { method: 'ANY', path: root, isPublic: false },
    { method: 'ANY', path: `${root}/{proxy+}`, isPublic: false },
  );
  routes.set(owner, list);
}

/** Whether each request of the path `shape` also fits `general`. */
function covers(general: string, shape: string): boolean {
  const segments = shape.split('/');
  const wanted = general.split('/');
  return wanted.length === segments.length && wanted.every((one, index) => one === '{}' || one === segments[index]);
}

function partition<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}

/** The domain of the shortest path. Undefined if several domains have one. */
function ownerOf(places: readonly Place[]): string | undefined {
  const shortest = Math.min(...places.map(({ route }) => depthOf(route.path)));
  const owners = domainsOf(places.filter(({ route }) => depthOf(route.path) === shortest));
  return owners.length === 1 ? owners[0] : undefined;
}

function add(routes: Routes, { domain, base, route }: Place, method: GatewayRoute['method']): void {
  const list = routes.get(domain) ?? [];
  list.push({ method, path: `${base}${route.path}`, isPublic: isPublic(route) });
  routes.set(domain, list);
}
