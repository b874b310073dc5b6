// Shared by the tests of the GitHub stand-in.
import { createRequire } from 'node:module';
import { type Ask, bearer, openWorld } from '../world-fixture.ts';

const examples: { name: string; examples: Record<string, Record<string, unknown>>[] }[] = createRequire(
  import.meta.url,
)('@octokit/webhooks-examples');

export const R = '/repos/acme/app';

export const open = (): Ask => openWorld().asking('github', bearer('ghp_x'));

/** The resource in the first of GitHub's own webhook payloads of one event. */
export function exampleOf(event: 'release' | 'workflow_run'): Record<string, unknown> {
  return examples.find(({ name }) => name === event)?.examples[0]?.[event] ?? {};
}
