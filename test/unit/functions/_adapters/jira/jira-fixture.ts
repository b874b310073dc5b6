// The ticket client against a service that answers in Jira's shapes: Cloud (v3) or Server (v2).
import { linesOf } from '../../../../../functions/_adapters/_client/addresses.ts';
import { createJiraClient } from '../../../../../functions/_adapters/jira/jira-client.ts';
import { toDocument } from '../../../../../functions/_adapters/jira/jira-document.ts';
import { CANARY, integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

/** A text as Cloud takes it. */
export const docOf = (text: string) => toDocument(linesOf(text));

export type Run = (client: ReturnType<typeof createJiraClient>, service: HttpService) => Promise<void>;

export async function withCloud(answers: Answers, run: Run, more: { readonly cancelledTransition?: string } = {}) {
  await using service = await startHttpService(answers);
  const { config, credentials } = integrationSamples(service.url).JIRA;
  const context = { config: { ...config, ...more }, credentials, outbound: localOutbound, now: Date.now };
  await run(createJiraClient(context), service);
}

export async function withServer(answers: Answers, run: Run) {
  await using service = await startHttpService(answers);
  const { config } = integrationSamples(service.url).JIRA;
  const sample = { config: { ...config, deployment: 'SERVER' as const }, credentials: { apiToken: `pat-${CANARY}` } };
  await run(createJiraClient({ ...sample, outbound: localOutbound, now: Date.now }), service);
}
