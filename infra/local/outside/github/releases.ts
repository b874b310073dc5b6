// Release pages. https://docs.github.com/en/rest/releases/releases
import type { JsonObject } from '../../contracts.ts';
import { findRef, fullName, resolve, saveRef } from '../git/refs.ts';
import { textOf } from '../reading.ts';
import { numberOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { type Fields, notFound, readBody, unprocessable, validationFailed } from './errors.ts';
import { existingRepository, type Repository } from './repository.ts';

/** A release as kept under `<full name> <id>` in the collection `releases`. */
type Release = {
  id: number;
  tag: string;
  name: string | null;
  body: string | null;
  isPrerelease: boolean;
};

const FIELDS: Fields = {
  tag_name: 'string!',
  name: 'string',
  body: 'string',
  prerelease: 'boolean',
  make_latest: 'string',
};

export function createRelease(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const body = readBody(call, FIELDS);
  const tag = textOf(body.tag_name);
  if (tag === undefined) return validationFailed('Release', 'tag_name', 'missing_field');
  if (releasesOf(call, repository).some((release) => release.tag === tag)) {
    return validationFailed('Release', 'tag_name', 'already_exists');
  }
  const id = numberOf(repository.fullName, 'release', call.state.next('release'));
  const release = withBody({ id, tag, name: null, body: null, isPrerelease: false }, body);
  return { status: 201, body: save(call, repository, release) };
}

export function updateRelease(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const id = param(call, 'id');
  const release = releasesOf(call, repository).find((candidate) => String(candidate.id) === id) ?? notFound();
  const body = readBody(call, { ...FIELDS, tag_name: 'string' });
  return { status: 200, body: save(call, repository, withBody(release, body)) };
}

export function releaseByTag(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const release = releasesOf(call, repository).find(({ tag }) => tag === param(call, 'tag')) ?? notFound();
  return { status: 200, body: releaseResource(repository, release) };
}

function withBody(release: Release, body: JsonObject): Release {
  const { make_latest: makeLatest = 'true', prerelease: isPrerelease = release.isPrerelease } = body;
  if (!['true', 'false', 'legacy'].includes(String(makeLatest))) {
    unprocessable('make_latest is not included in the list: true, false, legacy');
  }
  if (isPrerelease === true && body.make_latest === 'true') {
    unprocessable('Draft or prerelease releases cannot be set as latest');
  }
  return {
    ...release,
    tag: textOf(body.tag_name) ?? release.tag,
    name: textOf(body.name) ?? release.name,
    body: textOf(body.body) ?? release.body,
    isPrerelease: isPrerelease === true,
  };
}

function releasesOf(call: Call, { fullName: repository }: Repository): Release[] {
  const first: Release = {
    id: numberOf(repository, 'release', 0),
    ...{ tag: 'v1.0.0', name: 'v1.0.0', body: 'The first release.', isPrerelease: false },
  };
  const kept = call.state.list<Release>('releases', `${repository} `);
  return kept.some((release) => release.id === first.id) ? kept : [first, ...kept];
}

/** Keeps the release; a missing tag is made of `main`, as GitHub makes one. */
function save(call: Call, repository: Repository, release: Release): JsonObject {
  const name = fullName('tag', release.tag);
  const head = findRef(call, repository.fullName, name) ? undefined : resolve(call, repository.fullName, 'main');
  if (head) saveRef(call, repository.fullName, { name, sha: head.sha });
  call.state.put('releases', `${repository.fullName} ${release.id}`, release);
  return releaseResource(repository, release);
}

function releaseResource({ fullName }: Repository, { id, tag, name, body, isPrerelease }: Release): JsonObject {
  const html_url = `https://github.com/${fullName}/releases/tag/${tag}`;
  return { id, tag_name: tag, name, body, prerelease: isPrerelease, html_url };
}
