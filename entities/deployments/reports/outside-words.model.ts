// Reads the values that other systems report about deployments: times, addresses, artifacts, people. Pure.
import { cutTo } from '../../_base/text.ts';
import { momentOf } from '../../_base/time/iso.ts';
import { textOf } from '../../releases/reports/build-words.model.ts';

/** Characters of the path of a repository. */
export const MOST_PATH = 300;
const MOST_LOGIN = 255;
const MOST_VERSION = 100;
const MOST_REASON = 500;
const MOST_ADDRESS = 2_000;

/** ISO 8601 in UTC; undefined for what is no time. */
export const timeOf = (text: unknown): string | undefined => (typeof text === 'string' ? momentOf(text) : undefined);

/** The first that is an address people may open. */
export const addressOf = (...given: unknown[]): string | undefined =>
  given.find(
    (one): one is string => typeof one === 'string' && /^https?:\/\//i.test(one) && one.length <= MOST_ADDRESS,
  );

/** A version as text. */
export const versionOf = (value: unknown): string | undefined =>
  textOf(value)?.trim().slice(0, MOST_VERSION) || undefined;

/** Undefined without words. */
export const reasonOf = (text: unknown): string | undefined =>
  typeof text === 'string' && text.trim() !== '' ? cutTo(text, MOST_REASON) : undefined;

/** A person at another system. */
export const personAt = (system: string, login: string | undefined) =>
  login === undefined || login === '' || login.length > MOST_LOGIN
    ? undefined
    : { type: 'EXTERNAL', id: `${system}:${login}`, name: login };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The name of an artifact, and its digest, commit or version, by its package URL (github.com/package-url/purl-spec). */
export function artifactOf(purl: string | undefined) {
  const [path = '', qualifiers = ''] = (purl ?? '').split('#')[0]?.split('?') ?? [];
  const at = path.lastIndexOf('@');
  const named = decoded(at < 0 ? '' : path.slice(at + 1));
  const tag = versionOf(new URLSearchParams(qualifiers).get('tag'));
  const name = decoded((at < 0 ? path : path.slice(0, at)).split('/').at(-1) ?? '');
  if (/^sha256:[0-9a-f]{64}$/.test(named)) return { name, digest: named, version: tag };
  if (/^(?=.*[a-f])[0-9a-f]{7,64}$/.test(named)) return { name, sha: named, version: tag };
  return { name, version: tag ?? versionOf(named) };
}
