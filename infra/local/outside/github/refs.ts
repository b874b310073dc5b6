// Git refs and annotated tags. https://docs.github.com/en/rest/git/refs
import type { JsonObject } from '../../contracts.ts';
import { findCommit, lineOf } from '../git/commits.ts';
import { findRef, findTag, isRefName, type Ref, saveRef, saveTag, type TagObject } from '../git/refs.ts';
import { textOf } from '../reading.ts';
import { shaOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { notFound, readBody, unprocessable } from './errors.ts';
import { existingRepository, type Repository } from './repository.ts';

export function getRef(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const ref = findRef(call, repository.fullName, `refs/${param(call, 'ref')}`);
  return ref ? { status: 200, body: refResource(ref) } : notFound();
}

export function createRef(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const body = readBody(call, { ref: 'string!', sha: 'string!', key: 'string' });
  const name = textOf(body.ref) ?? '';
  if (!/^refs\/[^/]+\/.+$/.test(name) || !isRefName(name)) return unprocessable(`${name} is not a valid ref name.`);
  if (findRef(call, repository.fullName, name)) return unprocessable('Reference already exists');
  const ref = saveRef(call, repository.fullName, toObject(call, repository, name, textOf(body.sha) ?? ''));
  return { status: 201, body: refResource(ref) };
}

export function updateRef(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const body = readBody(call, { sha: 'string!', force: 'boolean' });
  const current = findRef(call, repository.fullName, `refs/${param(call, 'ref')}`);
  if (!current) return unprocessable('Reference does not exist');
  const next = toObject(call, repository, current.name, textOf(body.sha) ?? '');
  const head = findCommit(call, repository.fullName, next.sha);
  const isForward = head && lineOf(call, repository.fullName, head).some(({ sha }) => sha === current.sha);
  if (!isForward && body.force !== true) return unprocessable('Update is not a fast forward');
  return { status: 200, body: refResource(saveRef(call, repository.fullName, next)) };
}

/** Makes a tag object only; a ref under refs/tags must be made for it, as with GitHub. */
export function createTag(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const body = readBody(call, {
    tag: 'string!',
    message: 'string!',
    object: 'string!',
    type: 'string!',
    tagger: 'object',
  });
  const target = textOf(body.object) ?? '';
  if (!['commit', 'tree', 'blob'].includes(String(body.type))) {
    return unprocessable(
      `Invalid request.\n\n${JSON.stringify(body.type)} is not a member of ["commit", "tree", "blob"].`,
    );
  }
  if (!isCommit(call, repository, target)) return unprocessable('Object does not exist');
  const tag: TagObject = {
    sha: shaOf(repository.fullName, 'tag', String(body.tag), target, String(body.message)),
    tag: String(body.tag),
    message: String(body.message),
    target,
  };
  saveTag(call, repository.fullName, tag);
  return { status: 201, body: { sha: tag.sha } };
}

function toObject(call: Call, repository: Repository, name: string, sha: string): Ref {
  const isTag = !isCommit(call, repository, sha);
  if (isTag && !findTag(call, repository.fullName, sha)) return unprocessable('Object does not exist');
  return { name, sha, type: isTag ? 'tag' : 'commit', message: '' };
}

const isCommit = (call: Call, { fullName }: Repository, sha: string): boolean =>
  findCommit(call, fullName, sha)?.sha === sha;

const refResource = ({ name, sha, type }: Ref): JsonObject => ({ ref: name, object: { sha, type } });
