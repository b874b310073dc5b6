// Our parameters and variables of a build: those that we start it with, and those by which a build may tell us. All
// others are ignored.
const NAMES = {
  branch: ['BRANCH'],
  triggerId: ['WINDLASS_TRIGGER_ID'],
  storeBuildNumber: ['WINDLASS_STORE_BUILD_NUMBER', 'STORE_BUILD_NUMBER'],
} as const;

/** As CI systems write a value: a text, or a number. Undefined for everything else, and for what is empty. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** A branch by its name alone, where a system tells the whole name of the ref. */
export const branchOf = (value: unknown): string | undefined => textOf(value)?.replace(/^refs\/heads\//, '');

/** No more than a store or CI system calls a build. */
const MAX_NUMBER = 100;
export const buildNumberOf = (value: unknown): string | undefined => {
  const text = textOf(value)?.trim();
  return text === undefined || text === '' || text.length > MAX_NUMBER ? undefined : text;
};

/** A commit by its whole name or the beginning of it. */
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
