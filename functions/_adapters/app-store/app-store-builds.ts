// Builds at App Store Connect: uploaded, hidden for a while, then processed, and attached to one version.
// https://developer.apple.com/documentation/appstoreconnectapi/builds
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ConfigOf } from '../../../entities/integrations/types/integration-types.ts';
import { asVersionString } from '../../../entities/integrations/types/targets/app-store-version.model.ts';
import { type Caller, path } from '../_client/caller.ts';
import { attachedBuildReply, buildsReply } from './app-store-replies.ts';

interface Found {
  readonly id: string;
  readonly number: string;
}

export function createAppStoreBuilds(api: Caller, { appId, platform }: ConfigOf<'APP_STORE'>) {
  /** The build with this number, or the version's newest build that has not expired. */
  async function find(version: string, buildNumber: string | undefined): Promise<Found> {
    const query = {
      'filter[app]': appId,
      'filter[preReleaseVersion.version]': asVersionString(version),
      'filter[preReleaseVersion.platform]': platform,
      'filter[version]': buildNumber,
      sort: '-uploadedDate',
      limit: 50,
    };
    const { data: builds } = await api.read(buildsReply, { method: 'GET', path: '/v1/builds', query });
    // Chosen before its state is checked: an older build that is ready is not the intended one.
    const build = builds.find(({ attributes }) => attributes.expired !== true) ?? builds[0];
    if (!build) {
      const wanted = buildNumber === undefined ? `build of ${version}` : `build ${buildNumber} of ${version}`;
      // Apple shows an upload only after some minutes.
      const detail = `App Store Connect shows no ${wanted} yet: it was uploaded a moment ago, or has another version or build number`;
      throw integrationErrors.busy({ detail });
    }
    const { processingState, expired, version: number } = build.attributes;
    const named = `build ${number} of ${version}`;
    if (expired === true) throw integrationErrors.refused({ detail: `The ${named} has expired: upload another` });
    if (processingState === 'PROCESSING') {
      throw integrationErrors.busy({ detail: `App Store Connect is still processing the ${named}` });
    }
    if (processingState === 'VALID') return { id: build.id, number };
    const detail = `App Store Connect could not process the ${named}: it is ${processingState}; upload another`;
    throw integrationErrors.refused({ detail });
  }

  const attachedTo = async (versionId: string) =>
    (await api.find(attachedBuildReply, { method: 'GET', path: path`/v1/appStoreVersions/${versionId}/build` }))
      ?.data ?? undefined;

  return {
    find,
    attachedTo,

    async attach(versionId: string, buildId: string): Promise<void> {
      if ((await attachedTo(versionId))?.id === buildId) return;
      const relationship = path`/v1/appStoreVersions/${versionId}/relationships/build`;
      const body = { data: { type: 'builds', id: buildId } };
      await api.send({ method: 'PATCH', path: relationship, body, isRepeatable: true });
    },
  };
}
