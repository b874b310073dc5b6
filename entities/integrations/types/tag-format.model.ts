// The names of release tags: a format in the config of an SCM integration, so that services that share a repository have
// different tags. Pure. https://git-scm.com/docs/git-check-ref-format
import * as z from 'zod';
import { GIT_NAME } from '../../_base/git-name.ts';
import { integrationErrors } from '../errors.ts';

const VERSION = '{version}';
const SERVICE = '{service}';
const DEFAULT_FORMAT = `v${VERSION}`;
/** Short enough for a hotfix to name the tag of the longest service and version. */
const MAX_FORMAT = 64;

interface Release {
  readonly service: string;
  readonly version: string;
}

const filled = (format: string, { service, version }: Release): string =>
  format.replace(SERVICE, () => service).replace(VERSION, () => version);

/** The same of a version that begins with the v that the format has already. */
const bare = (format: string, version: string): string =>
  /(?<![A-Za-z0-9])v\{version\}/.test(format) && /^v\d/.test(version) ? version.slice(1) : version;

/**
 * By default `v1.5.0` for 1.5.0 and for v1.5.0. Throws `integration.refused` if the service's name makes an invalid tag,
 * such as `a..b-v1.5.0`.
 */
export function nameTag(format: string | undefined, { service, version }: Release): string {
  const tag = filled(format ?? DEFAULT_FORMAT, { service, version: bare(format ?? DEFAULT_FORMAT, version) });
  if (GIT_NAME.test(tag)) return tag;
  const detail = `git does not allow the tag ${tag}: change tagFormat in the config of the SCM integration`;
  throw integrationErrors.refused({ detail });
}

const countOf = (format: string, placeholder: string): number => format.split(placeholder).length - 1;

function problemOf(format: string): string | undefined {
  if (countOf(format, VERSION) !== 1) return `must hold ${VERSION} once`;
  if (countOf(format, SERVICE) > 1) return `may hold ${SERVICE} once`;
  const sample = filled(format, { service: 'app', version: '1.0.0' });
  if (/[{}]/.test(sample)) return `knows the placeholders ${VERSION} and ${SERVICE} alone`;
  if (sample === 'release/1.0.0') return 'must not be the name of release branches';
  if (GIT_NAME.test(sample)) return undefined;
  return 'must make a valid git tag: no space and none of ~ ^ : ? * [ \\, neither "..", "//", "/." nor "@{" in it, no / . or - before it, no / . or .lock after it';
}

export const tagFormat = z
  .string()
  .max(MAX_FORMAT)
  .check((context) => {
    const message = problemOf(context.value);
    if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
  });
