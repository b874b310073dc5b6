// Releases and generated notes. https://docs.github.com/en/rest/releases/releases
import type { Json, JsonObject } from '../../contracts.ts';
import { textOf } from '../reading.ts';
import { numberOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { paged } from './commits.ts';
import { type Fields, notFound, readBody, unprocessable, validationFailed } from './errors.ts';
import { firstReleased, lineOf } from './history.ts';
import { keep } from './refs.ts';
import { existingRepository, findRef, ownerResource, type Repository, resolve, urlOf } from './repository.ts';

/** A release as kept under `<full name> <id>` in the collection `releases`. */
type Release = {
  id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  isDraft: boolean;
  isPrerelease: boolean;
  createdAt: string;
  publishedAt: string | null;
};

const FIELDS: Fields = {
  tag_name: 'string',
  target_commitish: 'string',
  name: 'string',
  body: 'string',
  draft: 'boolean',
  prerelease: 'boolean',
  discussion_category_name: 'string',
  generate_release_notes: 'boolean',
  make_latest: 'string',
};

export function createRelease(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const body = readBody(call, { ...FIELDS, tag_name: 'string!' });
  const tag = textOf(body.tag_name);
  if (tag === undefined) return validationFailed('Release', 'tag_name', 'missing_field');
  const isDraft = body.draft === true;
  const isTaken = releasesOf(call, repository).some((release) => release.tag === tag && !release.isDraft);
  if (isTaken && !isDraft) return validationFailed('Release', 'tag_name', 'already_exists');
  const target = textOf(body.target_commitish) ?? 'main';
  const notes = body.generate_release_notes === true ? notesOf(call, repository, tag, target) : undefined;
  const createdAt = new Date(call.now).toISOString();
  const release: Release = {
    id: numberOf(repository.fullName, 'release', call.state.next('release')),
    tag,
    target,
    name: textOf(body.name) ?? notes?.name ?? null,
    body: [textOf(body.body), notes?.body].filter((part) => part !== undefined).join('\n\n') || null,
    isDraft,
    isPrerelease: body.prerelease === true,
    createdAt,
    publishedAt: isDraft ? null : createdAt,
  };
  if (!isDraft) tagFor(call, repository, release);
  choose(call, repository, release, body.make_latest);
  save(call, repository, release);
  const resource = releaseResource(call, repository, release);
  return { status: 201, headers: { location: String(resource.url) }, body: resource };
}

export function updateRelease(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const release = byId(call, repository);
  const body = readBody(call, FIELDS);
  const isDraft = body.draft === undefined ? release.isDraft : body.draft === true;
  const changed: Release = {
    ...release,
    tag: textOf(body.tag_name) ?? release.tag,
    target: textOf(body.target_commitish) ?? release.target,
    name: textOf(body.name) ?? release.name,
    body: textOf(body.body) ?? release.body,
    isDraft,
    isPrerelease: body.prerelease === undefined ? release.isPrerelease : body.prerelease === true,
    publishedAt: isDraft ? null : (release.publishedAt ?? new Date(call.now).toISOString()),
  };
  if (!isDraft) tagFor(call, repository, changed);
  choose(call, repository, changed, body.make_latest);
  save(call, repository, changed);
  return { status: 200, body: releaseResource(call, repository, changed) };
}

export function getRelease(call: Call): OutsideReply {
  const repository = existingRepository(call);
  return { status: 200, body: releaseResource(call, repository, byId(call, repository)) };
}

export function listReleases(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const newestFirst = releasesOf(call, repository).reverse();
  return paged(
    call,
    newestFirst.map((release) => releaseResource(call, repository, release)),
  );
}

/** The one that was last made the latest; it is neither a draft nor a prerelease. */
export function latestRelease(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const id = call.state.get<number>('latest', repository.fullName);
  const full = releasesOf(call, repository).filter((release) => !release.isDraft && !release.isPrerelease);
  const latest = id === undefined ? full[0] : full.find((release) => release.id === id);
  return latest ? { status: 200, body: releaseResource(call, repository, latest) } : notFound();
}

export function releaseByTag(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const tag = param(call, 'tag');
  const release = releasesOf(call, repository).find((candidate) => candidate.tag === tag && !candidate.isDraft);
  return release ? { status: 200, body: releaseResource(call, repository, release) } : notFound();
}

export function generateNotes(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const body = readBody(call, {
    tag_name: 'string!',
    target_commitish: 'string',
    previous_tag_name: 'string',
    configuration_file_path: 'string',
  });
  const previous = textOf(body.previous_tag_name);
  const target = textOf(body.target_commitish) ?? 'main';
  return { status: 200, body: notesOf(call, repository, String(body.tag_name), target, previous) };
}

function notesOf(
  call: Call,
  repository: Repository,
  tag: string,
  target: string,
  previous?: string,
): { name: string; body: string } {
  const head = resolve(call, repository, tag) ?? resolve(call, repository, target);
  if (head === undefined) return unprocessable('Invalid target_commitish parameter');
  const from =
    previous ?? releasesOf(call, repository).findLast((release) => !release.isDraft && release.tag !== tag)?.tag;
  const base = from === undefined ? undefined : resolve(call, repository, from);
  if (from !== undefined && base === undefined) return unprocessable('Invalid previous_tag parameter');
  const line = lineOf(call, repository.fullName, head);
  const lines = line
    .slice(line.findIndex(({ sha }) => sha === base?.sha) + 1)
    .map(({ message, login, author }) => `* ${message} by @${login ?? author.name}`);
  const link = `**Full Changelog**: https://github.com/${repository.fullName}/compare/${from ?? ''}...${tag}`;
  return { name: tag, body: ["## What's Changed", ...lines, '', '', link].join('\n') };
}

function releasesOf(call: Call, repository: Repository): Release[] {
  const { date } = firstReleased(repository.fullName);
  const first: Release = {
    id: numberOf(repository.fullName, 'release', 0),
    tag: 'v1.0.0',
    target: 'main',
    name: 'v1.0.0',
    body: 'The first release.',
    isDraft: false,
    isPrerelease: false,
    createdAt: date,
    publishedAt: date,
  };
  const kept = call.state.list<Release>('releases', `${repository.fullName} `);
  return kept.some((release) => release.id === first.id) ? kept : [first, ...kept];
}

function byId(call: Call, repository: Repository): Release {
  const id = param(call, 'id');
  return releasesOf(call, repository).find((release) => String(release.id) === id) ?? notFound();
}

function save(call: Call, repository: Repository, release: Release): void {
  call.state.put('releases', `${repository.fullName} ${release.id}`, release);
}

/** `make_latest` is "true" unless told; "legacy" leaves it to date and version, which the stand-in takes for "true". */
function choose(call: Call, repository: Repository, release: Release, makeLatest: Json | undefined): void {
  if (makeLatest !== undefined && !['true', 'false', 'legacy'].includes(String(makeLatest))) {
    unprocessable('make_latest is not included in the list: true, false, legacy');
  }
  const isNoCandidate = release.isDraft || release.isPrerelease;
  if (isNoCandidate && makeLatest === 'true') unprocessable('Draft or prerelease releases cannot be set as latest');
  if (isNoCandidate || makeLatest === 'false') return;
  call.state.put('latest', repository.fullName, release.id);
}

function tagFor(call: Call, repository: Repository, release: Release): void {
  const ref = `refs/tags/${release.tag}`;
  if (findRef(call, repository, ref)) return;
  const commit = resolve(call, repository, release.target);
  if (!commit) validationFailed('Release', 'target_commitish', 'invalid');
  keep(call, repository, { ref, sha: commit.sha, type: 'commit' });
}

function releaseResource(call: Call, repository: Repository, release: Release): JsonObject {
  const page = release.isDraft ? `untagged-${release.id}` : release.tag;
  return {
    id: release.id,
    node_id: Buffer.from(`RE_${release.id}`).toString('base64'),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft: release.isDraft,
    prerelease: release.isPrerelease,
    created_at: release.createdAt,
    published_at: release.publishedAt,
    url: urlOf(call, repository, `/releases/${release.id}`),
    html_url: `https://github.com/${repository.fullName}/releases/tag/${page}`,
    assets_url: urlOf(call, repository, `/releases/${release.id}/assets`),
    upload_url: `${urlOf(call, repository, `/releases/${release.id}/assets`)}{?name,label}`,
    author: ownerResource(call, 'windlass-bot', 'User'),
    assets: [],
  };
}
