// Reads the values that CI systems report about builds: our parameters, branches, numbers, commits, addresses. Pure.
import * as z from 'zod';
import type { BuildReport } from '../builds/build-report.model.ts';

/** The parameters and variables that we give a build, and those that a build reports to us. */
const NAMES = {
  branch: ['BRANCH'],
  triggerId: ['WINDLASS_TRIGGER_ID'],
  storeBuildNumber: ['WINDLASS_STORE_BUILD_NUMBER', 'STORE_BUILD_NUMBER'],
} as const;
const isOurs = (name: string): boolean =>
  Object.values(NAMES).some((names) => (names as readonly string[]).includes(name));

/** Keeps only our parameters. */
export const buildParameters = z
  .record(z.string(), z.unknown())
  .transform((given) => Object.fromEntries(Object.entries(given).filter(([name]) => isOurs(name))));

/** The same as a list of keys and values. */
export const ourVariables = z
  .array(z.object({ key: z.string(), value: z.unknown() }))
  .transform((given) => given.filter(({ key }) => isOurs(key)));

/** A value as text: CI systems send texts and numbers. Undefined for an empty text and for everything else. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** The name of a branch, without `refs/heads/`. */
export const branchOf = (value: unknown): string | undefined => textOf(value)?.replace(/^refs\/heads\//, '');

/** Longer than any build number of a store or CI system. */
const MAX_NUMBER = 100;
export const buildNumberOf = (value: unknown): string | undefined => {
  const text = textOf(value)?.trim();
  return text === undefined || text === '' || text.length > MAX_NUMBER ? undefined : text;
};

/** A whole or abbreviated hash of a commit. */
export const commitOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\da-f]{4,64}$/i.test(value) ? value.toLowerCase() : undefined;

/** Our parameters among those of a build, by name. */
export function ourParameters(parameters: Readonly<Record<string, unknown>> | null | undefined) {
  const find = (names: readonly string[]) =>
    names.map((name) => textOf(parameters?.[name])).find((value) => value !== undefined);
  return {
    branch: branchOf(find(NAMES.branch)),
    triggerId: find(NAMES.triggerId),
    storeBuildNumber: buildNumberOf(find(NAMES.storeBuildNumber)),
  };
}

const MAX_ADDRESS = 2_000;

/** Java writes an unknown server as `null`. */
function addressAt(baseUrl: string | undefined, address: string | undefined): string | undefined {
  if (address === undefined || address.length > MAX_ADDRESS) return undefined;
  if (/^https?:\/\//i.test(address)) return address;
  const path = address.replace(/^(?:null)?\/*/, '');
  const isPath = path !== '' && !/^[\w+.-]+:/.test(path);
  return baseUrl !== undefined && isPath ? `${baseUrl.replace(/\/+$/, '')}/${path}` : undefined;
}

/** The report with absolute addresses. Addresses that are not http(s) are left out, because people open them. */
export function atServer(report: BuildReport, baseUrl: string | undefined): BuildReport {
  const at = (address: string | undefined) => addressAt(baseUrl, address);
  const { buildUrl, buildLogUrl, artifactUrl } = report;
  return { ...report, buildUrl: at(buildUrl), buildLogUrl: at(buildLogUrl), artifactUrl: at(artifactUrl) };
}
