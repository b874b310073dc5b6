// The events that GitHub sends about deployments, by its own examples.
import { createRequire } from 'node:module';
import { type DeploymentsWorld, minute } from '../fixture.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly { readonly deployment: object; readonly deployment_status?: object }[];
}
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
export const examplesOf = (name: string) => examples.find((one) => one.name === name)?.examples ?? [];
const [requested] = examplesOf('deployment');
const [reported] = examplesOf('deployment_status');

/** Long, so that no other id has them in it. */
let deployments = 900_000_500;
/** A deployment of its own, and what GitHub tells of it. */
export function githubIn(world: DeploymentsWorld, over: object = {}, repository: object = {}) {
  const id = ++deployments;
  const base = { ...requested, repository: { id: 186853002, full_name: 'Codertocat/Hello-World', ...repository } };
  const deployment = { ...requested?.deployment, id, environment: `place-${id}`, created_at: minute(0), ...over };
  return {
    id,
    request: { ...base, deployment },
    status: (state: string, at: number, more: object = {}) => ({
      ...{ ...base, deployment },
      deployment_status: { ...reported?.deployment_status, state, created_at: minute(at), ...more },
    }),
    found: async () =>
      (await world.all('&service=hello')).filter(
        ({ source }) => (source as { externalId?: string } | null)?.externalId === String(id),
      ),
  };
}
