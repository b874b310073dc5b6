// An OCI registry as Docker Hub, GitHub and Harbor run one: tags by pages, manifests with their digest, and tokens of its own realm.
// `PUT /_images/{name}` with `{ "tags": { "1.0.0": "any text" } }` pushes; the text stands for the content.
// Sources: OCI distribution specification 1.1; distribution.github.io/distribution/spec/auth/token.
import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject, parseJson } from '../../contracts.ts';
import { basicCredentials, credentialState, dig } from '../reading.ts';
import { type Call, type OutsideReply, param, refuse, type StandIn } from '../stand-in.ts';

const PAGE = 100;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const TOKEN = 'local-registry-token-for-';

const errorBody = (code: string, message: string): JsonObject => ({ errors: [{ code, message }] });

/** The scope that a path asks for, as the challenge names it. */
const scopeOf = (image: string | undefined) => (image === undefined ? '' : `,scope="repository:${image}:pull"`);

function authenticate(call: Call): void {
  const image = call.params.name;
  const token = /^Bearer (.+)$/.exec(call.request.headers.authorization ?? '')?.[1];
  if (token !== undefined && token === TOKEN + (image ?? 'all')) return;
  refuse(401, errorBody('UNAUTHORIZED', 'authentication required'), {
    'www-authenticate': `Bearer realm="${call.base}/token",service="local-registry"${scopeOf(image)}`,
  });
}

function issueToken(call: Call): OutsideReply {
  const credentials = basicCredentials(call.request);
  const state = credentials ? credentialState(credentials.password) : 'valid';
  if (state !== 'valid') refuse(401, errorBody('UNAUTHORIZED', `the credentials are ${state}`));
  const image = /^repository:(.+):pull$/.exec(call.request.query.get('scope') ?? '')?.[1];
  return { status: 200, body: { token: TOKEN + (image ?? 'all'), expires_in: 300 } };
}

const tagsOf = (call: Call): Readonly<Record<string, Json>> => {
  const tags = call.state.get<JsonObject>('images', param(call, 'name'));
  if (!tags) refuse(404, errorBody('NAME_UNKNOWN', 'repository name not known to registry'));
  return tags;
};

/** In lexical order, after `last`; a further page is named by the header Link. */
function listTags(call: Call): OutsideReply {
  const { query } = call.request;
  const names = Object.keys(tagsOf(call)).sort();
  const limit = Math.min(Number(query.get('n') ?? PAGE), PAGE);
  const rest = names.filter((name) => name > (query.get('last') ?? ''));
  const tags = rest.slice(0, limit);
  const name = param(call, 'name');
  const link = `</v2/${name}/tags/list?n=${limit}&last=${tags.at(-1)}>; rel="next"`;
  return { status: 200, headers: rest.length > limit ? { link } : {}, body: { name, tags } };
}

function getManifest(call: Call): OutsideReply {
  const content = tagsOf(call)[param(call, 'reference')];
  if (content === undefined) refuse(404, errorBody('MANIFEST_UNKNOWN', 'manifest unknown'));
  const manifest = { schemaVersion: 2, mediaType: INDEX, manifests: [], annotations: { content } };
  const body = JSON.stringify(manifest);
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  return { status: 200, headers: { 'content-type': INDEX, 'docker-content-digest': digest }, body };
}

/** The same without a body. */
function headManifest(call: Call): OutsideReply {
  const { status, headers = {} } = getManifest(call);
  return { status, headers };
}

function push(call: Call): OutsideReply {
  const tags = dig(parseJson(call.request.body), 'tags');
  if (!isObject(tags)) return refuse(400, errorBody('MANIFEST_INVALID', 'tags must map tags to texts'));
  const name = param(call, 'name');
  call.state.put('images', name, { ...call.state.get<JsonObject>('images', name), ...tags });
  return { status: 204 };
}

export const registry: StandIn = {
  name: 'registry',
  routes: {
    'GET /token': issueToken,
    'GET /v2/': () => ({ status: 200, body: {} }),
    'GET /v2/{name+}/tags/list': listTags,
    'HEAD /v2/{name+}/manifests/{reference}': headManifest,
    'GET /v2/{name+}/manifests/{reference}': getManifest,
    'PUT /_images/{name+}': push,
  },
  authenticate,
  open: ['GET /token', 'PUT /_images/{name+}'],
  notFound: () => ({ status: 404, body: errorBody('UNSUPPORTED', 'The operation is unsupported') }),
  failure: (status) => errorBody(status === 429 ? 'TOOMANYREQUESTS' : 'UNKNOWN', 'The registry has a fault'),
};
