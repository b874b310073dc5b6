// Answers of something else than the service, such as a proxy's page for signing in: they are no success of a write whose reply is not
// read.
import { expect, it } from 'vitest';
import type { IntegrationType } from '../../../../entities/integrations/types/integration-types.ts';
import { pipelineClient, ticketClient } from '../../../../functions/_adapters/clients.ts';
import { integrationSamples } from '../../../support/releases/integration-samples.ts';
import { type Answers, localOutbound, startHttpService } from '../../../support/services/http-service.ts';

const PAGE = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><title>Sign in</title></html>' };
const ISSUE = '/rest/api/3/issue/APP-7';
const TRIGGER = {
  branch: 'release/1.5.0',
  parameters: {},
  triggerId: 'trigger-1',
  since: '2026-03-01T12:00:00Z',
  mayHaveStarted: false,
};

type Context = Parameters<typeof ticketClient>[1];
const writes: [string, IntegrationType, string, Answers, (context: Context) => Promise<unknown>][] = [
  [
    'a comment in Jira',
    'JIRA',
    `POST ${ISSUE}/comment`,
    { [`GET ${ISSUE}/comment`]: { body: { comments: [] } } },
    (context) => ticketClient('JIRA', context).comment({ key: 'APP-7', text: 'x', marker: 'event-1' }),
  ],
  [
    'a transition in Jira',
    'JIRA',
    `POST ${ISSUE}/transitions`,
    {
      [`GET ${ISSUE}`]: { body: { fields: { status: { name: 'Open' } } } },
      [`GET ${ISSUE}/transitions`]: { body: { transitions: [{ id: '1', name: 'Done', to: { name: 'Done' } }] } },
    },
    (context) => ticketClient('JIRA', context).transition({ key: 'APP-7', name: 'Done' }),
  ],
  [
    'a start of a workflow at GitHub',
    'GITHUB_ACTIONS',
    'POST /repos/acme/app/actions/workflows/release.yml/dispatches',
    {},
    (context) => pipelineClient('GITHUB_ACTIONS', context).trigger(TRIGGER),
  ],
  [
    'a build of Jenkins',
    'JENKINS',
    'POST /job/mobile/job/ios%20release/buildWithParameters',
    {
      'GET /crumbIssuer/api/json': { status: 404 },
      'GET /queue/api/json': { body: { items: [] } },
      'GET /job/mobile/job/ios%20release/api/json': { body: { builds: [] } },
    },
    (context) => pipelineClient('JENKINS', context).trigger(TRIGGER),
  ],
];

it.each(writes)('%s is not made where a page for signing in answers (K3)', async (_, type, write, answers, make) => {
  await using service = await startHttpService({ ...answers, [write]: PAGE });
  const { config, credentials } = integrationSamples(service.url)[type];
  await expect(make({ config, credentials, outbound: localOutbound, now: Date.now })).rejects.toMatchObject({
    code: 'integration.reply_invalid',
  });
  expect(service.calls('POST')).toEqual([write]);
});
