// The names of releases' tags: a format in the config of an SCM integration, so that services that share a repository
// can have tags of their own. Pure. https://git-scm.com/docs/git-check-ref-format
import * as z from 'zod';
import { GIT_NAME } from '../../_base/git-name.ts';
import { integrationErrors } from '../errors.ts';

const VERSION = '{version}';
const SERVICE = '{service}';
const DEFAULT_FORMAT = `v${VERSION}`;
/** A tag of the longest service and version is still one that a hotfix can name. */
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
 * `v1.5.0` of 1.5.0 by default, and of v1.5.0. Throws `integration.refused` where the name of the service makes a tag of it
 * that git does not take, such as `a..b-v1.5.0`.
 */
export function nameTag(format: string | undefined, { service, version }: Release): string {
  const tag = filled(format ?? DEFAULT_FORMAT, { service, version: bare(format ?? DEFAULT_FORMAT, version) });
  if (GIT_NAME.test(tag)) return tag;
  const detail = `git takes no tag ${tag}: another tagFormat in the config of the SCM integration has to name it`;
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
  return 'must make a tag that git takes: no space and none of ~ ^ : ? * [ \\, neither "..", "//", "/." nor "@{" in it, no / . or - before it, no / . or .lock after it';
}

export const tagFormat = z
  .string()
  .max(MAX_FORMAT)
  .check((context) => {
    const message = problemOf(context.value);
    if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
  });
