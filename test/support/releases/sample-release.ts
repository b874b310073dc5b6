// Releases of the sample tenant for the tests of test/e2e: its integrations, and the body that creates a release of them.

import type { Client, Input } from '../../../functions/client.ts';
import type { JsonObject } from '../../../infra/local/contracts.ts';
import type { Body } from '../stack.ts';

export interface SampleIntegrations {
  readonly scm: Body;
  readonly targets: readonly Body[];
  readonly pipelines: readonly Body[];
  readonly chat: Body;
  readonly tickets: Body;
  /** The pipelines by type. */
  readonly jenkins: Body;
  readonly githubActions: Body;
}

export async function sampleIntegrationsOf(api: Client): Promise<SampleIntegrations> {
  const list = async (segment: string) =>
    (await api.must('GET /integrations/{kind}', { params: { kind: segment }, query: { limit: 100 } })).items as Body[];
  const [scms, targets, pipelines, chats, tickets] = await Promise.all(
    ['scm', 'targets', 'pipelines', 'communications', 'tickets'].map(list),
  );
  const ofType = (items: readonly Body[] | undefined, ...types: string[]) =>
    (items ?? []).filter(({ type }) => types.includes(type));
  const chosen = ofType(pipelines, 'JENKINS', 'GITHUB_ACTIONS');
  return {
    scm: ofType(scms, 'GITHUB')[0],
    targets: ofType(targets, 'APP_STORE', 'PLAY_STORE'),
    pipelines: chosen,
    chat: ofType(chats, 'SLACK')[0],
    tickets: ofType(tickets, 'JIRA')[0],
    jenkins: ofType(chosen, 'JENKINS')[0],
    githubActions: ofType(chosen, 'GITHUB_ACTIONS')[0],
  };
}

const ids = (items: readonly Body[]): string[] => items.map(({ id }) => id);

type NewRelease = Input<'POST /releases'>['body'];

/** A planned release of everything the sample tenant has. */
export const releaseBody = (sample: SampleIntegrations, version: string, over: JsonObject = {}): NewRelease =>
  ({
    service: 'sample-app',
    createService: true,
    version,
    releaseType: 'PLANNED',
    scmIntegrationId: sample.scm.id,
    baseBranch: 'main',
    targets: ids(sample.targets),
    pipelines: ids(sample.pipelines),
    communicationIntegrationId: sample.chat.id,
    ticketIntegrationId: sample.tickets.id,
    ...over,
  }) as NewRelease;
