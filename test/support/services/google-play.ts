// Google Play for the tests of its client: one edit, e1, of com.acme.app, which accepts everything unless a test says otherwise.
import type { Outbound } from '../../../functions/_adapters/adapter.ts';
import { createPlayStoreClient } from '../../../functions/_adapters/play-store/play-store-client.ts';
import { integrationSamples } from '../releases/integration-samples.ts';
import { type Answers, type HttpService, localOutbound, startHttpService } from './http-service.ts';

export const EDITS = '/androidpublisher/v3/applications/com.acme.app/edits';
export const TRACK = `${EDITS}/e1/tracks/production`;
export const COMMIT = `POST ${EDITS}/e1:commit`;
export const DROP = `DELETE ${EDITS}/e1`;

/** With these releases on the track. */
export const play = (...releases: object[]): Answers => ({
  'POST /token': { body: { access_token: 'ya29.t1', expires_in: 3600 } },
  [`POST ${EDITS}`]: { body: { id: 'e1' } },
  [`GET ${TRACK}`]: { body: { track: 'production', releases } },
  [`GET ${EDITS}/e1/bundles`]: { body: { bundles: [{ versionCode: 156 }, { versionCode: 157 }] } },
  [`PUT ${TRACK}`]: { body: { track: 'production' } },
  [COMMIT]: { body: { id: 'e1' } },
  [DROP]: { status: 204 },
});

export type PlayClient = ReturnType<typeof createPlayStoreClient>;

/** `options` are those of the integration. */
export async function withPlay(
  answers: Answers,
  run: (client: PlayClient, service: HttpService) => Promise<void>,
  { options = {}, outbound = localOutbound }: { options?: object; outbound?: Outbound } = {},
) {
  await using service = await startHttpService(answers);
  const { config, credentials } = integrationSamples(service.url).PLAY_STORE;
  const context = { config: { ...config, ...options }, credentials, outbound, now: Date.now };
  await run(createPlayStoreClient(context), service);
}

/** Of the last time that the track was written. */
export function releasesOf(service: HttpService): { name?: string; status: string; versionCodes: string[] }[] {
  const last = service.seen.findLast(({ method }) => method === 'PUT');
  return Object(last?.json).releases;
}
