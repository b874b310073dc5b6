// Shared by the tests of the App Store Connect stand-in.
import { expect } from 'vitest';
import { type Ask, appleToken, bearer, openWorld } from '../world-fixture.ts';

export const APP = '6446998023';
export const open = () => {
  const world = openWorld();
  return { ...world, apple: world.asking('app-store', bearer(appleToken())) };
};

export const entity = (
  type: string,
  attributes: object,
  related: Record<string, [type: string, id: string]> = {},
  id?: string,
) => ({
  json: {
    data: {
      type,
      ...(id && { id }),
      attributes,
      relationships: Object.fromEntries(
        Object.entries(related).map(([name, [relatedType, relatedId]]) => [
          name,
          { data: { type: relatedType, id: relatedId } },
        ]),
      ),
    },
  },
});
export const versionOf = (attributes: object, app = APP) =>
  entity('appStoreVersions', { platform: 'IOS', versionString: '1.5.0', ...attributes }, { app: ['apps', app] });

export const idOf = (reply: { body?: unknown }): string => Object(reply.body).data.id;
export const stateOf = async (apple: Ask, version: string) =>
  Object((await apple(`GET /v1/appStoreVersions/${version}`)).body).data.attributes.appVersionState;

/** A version with a build in a submitted review submission. */
export async function submit(apple: Ask, attributes: object = {}) {
  const version = idOf(await apple('POST /v1/appStoreVersions', versionOf(attributes)));
  const builds = await apple(`GET /v1/builds?filter[app]=${APP}&filter[version]=417`);
  const build = Object(builds.body).data[0].id;
  const attached = await apple(`PATCH /v1/appStoreVersions/${version}/relationships/build`, {
    json: { data: { type: 'builds', id: build } },
  });
  expect(attached).toEqual({ status: 204 });
  const submission = idOf(
    await apple('POST /v1/reviewSubmissions', entity('reviewSubmissions', { platform: 'IOS' }, { app: ['apps', APP] })),
  );
  const item = await apple(
    'POST /v1/reviewSubmissionItems',
    entity(
      'reviewSubmissionItems',
      {},
      { reviewSubmission: ['reviewSubmissions', submission], appStoreVersion: ['appStoreVersions', version] },
    ),
  );
  expect(item.status).toBe(201);
  expect(await stateOf(apple, version)).toBe('READY_FOR_REVIEW');
  const submitted = await apple(
    `PATCH /v1/reviewSubmissions/${submission}`,
    entity('reviewSubmissions', { submitted: true }, {}, submission),
  );
  expect(submitted).toMatchObject({ status: 200, body: { data: { attributes: { state: 'WAITING_FOR_REVIEW' } } } });
  return { version, build, submission };
}

export const release = (version: string) =>
  entity('appStoreVersionReleaseRequests', {}, { appStoreVersion: ['appStoreVersions', version] });
