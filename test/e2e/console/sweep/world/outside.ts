// A broken integration whose message was not delivered, a webhook whose receiver is missing, an issuer, and a train.
import { sampleIntegrationsOf } from '../../../../support/releases/sample-release.ts';
import { type Body, until } from '../../../../support/stack.ts';
import { type Making, rewrite } from './making.ts';

const KIND = 'tickets';

async function makeIntegration({ stack, admin, words, shown }: Making): Promise<void> {
  const texts = {
    'name of an integration': words('Linear of the shop', 100),
    'error of an integration': words('Linear does not know the team SHOP any more.', 300),
  };
  const { id } = await admin.must('POST /integrations/{kind}', {
    params: { kind: KIND },
    body: {
      type: 'LINEAR',
      name: texts['name of an integration'],
      config: { baseUrl: `${stack.url}/_local/linear`, teamKey: 'SHOP' },
      credentials: { apiKey: 'lin_api_localSample' },
    },
  });
  await rewrite(stack.operator, (item) => item.integrationId?.S === id && item.verificationStatus, {
    verificationStatus: 'INVALID',
    verificationError: texts['error of an integration'],
  });
  shown('', texts);
  shown('integrations', texts);
  shown(`integrations/${KIND}/${id}`, texts);
}

/** Its receiver wants no more events; the first one is about the integration. The failed delivery is also kept as a message of the tenant. */
async function makeWebhook(making: Making): Promise<void> {
  const { stack, admin, words, shown } = making;
  const texts = {
    'address of a webhook': words('https://receiver.example/windlass', 300),
    'description of a webhook': words('The board in the hall', 300),
  };
  const url = `${stack.url}/_local/web/gone`;
  const { id } = await admin.must('POST /webhooks', {
    body: { url, description: texts['description of a webhook'], events: ['*'] },
  });
  await makeIntegration(making);
  const webhook = () => admin.must('GET /webhooks/{webhook}', { params: { webhook: id } });
  await until(webhook, ({ disabledReason }) => disabledReason === 'GONE');
  const errors = {
    'error of a delivery': words('The receiver answered 410.', 300),
    'error of a message': words('Slack answered 400 with a page of its own.', 300),
  };
  const isDelivery = ({ subjectId, status }: Body) => subjectId?.S === id && status?.S === 'FAILED';
  const tenantId = stack.credentials.tenant.id;
  await rewrite(stack.operator, isDelivery, {
    ...{ pk: `T#${tenantId}#NOTIFICATIONS#${tenantId}`, subjectId: tenantId },
    ...{ channel: 'SLACK', purpose: 'incidents', error: errors['error of a message'] },
  });
  await rewrite(stack.operator, isDelivery, { error: errors['error of a delivery'] });
  await rewrite(stack.operator, (item) => item.url?.S === url, { url: texts['address of a webhook'] });
  shown('', { 'error of a message': errors['error of a message'] });
  shown('notifications', { 'error of a message': errors['error of a message'] });
  shown('webhooks', texts);
  shown(`webhooks/${id}`, { ...texts, 'error of a delivery': errors['error of a delivery'] });
}

async function makeTrain({ stack, admin, words, shown }: Making, service: string): Promise<void> {
  const { scm, targets } = await sampleIntegrationsOf(admin);
  const texts = {
    'name of a train': words('Every second Tuesday', 100),
    'error of a train': words('The branch main was not found.', 300),
  };
  const { id } = await admin.must('POST /trains', {
    body: {
      service,
      name: texts['name of a train'],
      rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      timeZone: 'Europe/Berlin',
      template: { scmIntegrationId: scm.id, baseBranch: 'main', targets: targets.map((target) => target.id) },
    },
  });
  await rewrite(stack.operator, ({ trainId, rrule }) => trainId?.S === id && rrule, {
    lastError: texts['error of a train'],
  });
  shown('trains', texts);
  shown(`trains/${id}`, texts);
}

export async function makeOutside(making: Making, service: string): Promise<void> {
  await makeWebhook(making);
  await makeTrain(making, service);
}
