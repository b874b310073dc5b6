// Release pages of a GitLab project, one per tag. https://docs.gitlab.com/api/releases/
import type { JsonObject } from '../../contracts.ts';
import { findRef, fullName, resolve, saveRef } from '../git/refs.ts';
import { textOf } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { fail, notFound, readParameters } from './errors.ts';
import { existingProject, webUrl } from './project.ts';

/** A release as kept under `<project> <tag>` in the collection `releases`. */
type Release = { tag: string; name: string; description: string };

export function getRelease(call: Call): OutsideReply {
  const project = existingProject(call);
  return { status: 200, body: releaseResource(call, project, existingRelease(call, project)) };
}

export function createRelease(call: Call): OutsideReply {
  const project = existingProject(call);
  const parameters = readParameters(call, ['tag_name']);
  const tag = String(parameters.tag_name);
  if (call.state.get<Release>('releases', `${project} ${tag}`)) return fail(409, 'Release already exists');
  const ref = textOf(parameters.ref);
  const name = fullName('tag', tag);
  if (!findRef(call, project, name)) {
    if (ref === undefined) return fail(422, 'Ref is not specified');
    const { sha } = resolve(call, project, ref) ?? fail(422, `Ref is invalid: ${ref}`);
    saveRef(call, project, { name, sha });
  }
  const release: Release = {
    tag,
    name: textOf(parameters.name) ?? tag,
    description: textOf(parameters.description) ?? '',
  };
  return { status: 201, body: releaseResource(call, project, save(call, project, release)) };
}

export function updateRelease(call: Call): OutsideReply {
  const project = existingProject(call);
  const release = existingRelease(call, project);
  const parameters = readParameters(call, []);
  const changed: Release = {
    ...release,
    name: textOf(parameters.name) ?? release.name,
    description: textOf(parameters.description) ?? release.description,
  };
  return { status: 200, body: releaseResource(call, project, save(call, project, changed)) };
}

const save = (call: Call, project: string, release: Release): Release =>
  call.state.put('releases', `${project} ${release.tag}`, release);

function existingRelease(call: Call, project: string): Release {
  return call.state.get<Release>('releases', `${project} ${param(call, 'tag')}`) ?? notFound();
}

function releaseResource(call: Call, project: string, release: Release): JsonObject {
  const { tag, name, description } = release;
  const self = `${webUrl(call, project)}/-/releases/${encodeURIComponent(tag)}`;
  return { tag_name: tag, name, description, _links: { self } };
}
