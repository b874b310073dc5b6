// The App Store client against a service that answers in App Store Connect's shapes.
import { createAppStoreClient } from '../../../../../functions/_adapters/app-store/app-store-client.ts';
import { integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

/** The clock of the client. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');

export const VERSIONS = 'GET /v1/apps/6446998023/appStoreVersions';
export const PHASED = 'GET /v1/appStoreVersions/v1/appStoreVersionPhasedRelease';
export const RELEASE = 'POST /v1/appStoreVersionReleaseRequests';

export const data = (value: unknown) => ({ body: { data: value } });

export type Client = ReturnType<typeof createAppStoreClient>;
type Run = (client: Client, service: HttpService) => Promise<void>;

export async function withApple(answers: Answers, run: Run, now = () => NOW) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).APP_STORE;
  await run(createAppStoreClient({ ...sample, outbound: localOutbound, now }), service);
}

/** The requests that change something. */
export const writes = (service: HttpService) => service.calls().filter((call) => !call.startsWith('GET'));
