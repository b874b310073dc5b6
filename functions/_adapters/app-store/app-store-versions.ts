// Versions of one app and platform: found by their permanent id, created if the store has a free place, and released by
// their release mode. https://developer.apple.com/documentation/appstoreconnectapi/app-store-versions
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ConfigOf } from '../../../entities/integrations/types/integration-types.ts';
import type { ReleaseMode } from '../../../entities/integrations/types/store-rollout.model.ts';
import { asVersionString } from '../../../entities/integrations/types/targets/app-store-version.model.ts';
import { type Caller, path } from '../_client/caller.ts';
import type { StoreVersion, StoreVersionInTheWay } from '../store/store-client.ts';
import { EDITABLE_STATES, UNSETTLED_STATES, type Version, versionReply, versionsReply } from './app-store-replies.ts';
import { stateOf } from './app-store-status.ts';

const VERSIONS = '/v1/appStoreVersions';

export function createAppStoreVersions(api: Caller, { appId, platform }: ConfigOf<'APP_STORE'>) {
  async function list(filter: Readonly<Record<string, string>>): Promise<readonly Version[]> {
    const query = { ...filter, 'filter[platform]': platform, limit: 200 };
    const call = { method: 'GET', path: path`/v1/apps/${appId}/appStoreVersions`, query } as const;
    return (await api.read(versionsReply, call)).data;
  }
  const named = async (versionString: string) => (await list({ 'filter[versionString]': versionString }))[0];

  /** The version that occupies the place; filtered by state, because an app has more versions than one page. */
  async function placed(): Promise<Version | undefined> {
    const versions = await list({ 'filter[appVersionState]': UNSETTLED_STATES.join(',') });
    return versions.find(({ attributes }) => UNSETTLED_STATES.includes(attributes.appVersionState));
  }

  async function find({ version, versionId }: StoreVersion): Promise<Version | undefined> {
    const versionString = asVersionString(version);
    if (versionId === undefined) return named(versionString);
    const call = { method: 'GET', path: path`/v1/appStoreVersions/${versionId}` } as const;
    const found = (await api.find(versionReply, call))?.data;
    // The version was deleted, or was withdrawn and got another number: then it is not the wanted one.
    return found?.attributes.versionString === versionString ? found : named(versionString);
  }

  async function change({ id }: Version, attributes: object): Promise<Version> {
    const data = { type: 'appStoreVersions', id, attributes };
    const call = {
      method: 'PATCH',
      path: path`/v1/appStoreVersions/${id}`,
      body: { data },
      isRepeatable: true,
    } as const;
    return (await api.read(versionReply, call)).data;
  }

  async function make(version: string, mode: ReleaseMode | undefined, mayReplace: readonly string[]): Promise<Version> {
    const other = await placed();
    const wanted = asVersionString(version);
    const attributes = { versionString: wanted, ...releaseOf(mode ?? 'AUTOMATIC') };
    if (other) {
      const { appVersionState, versionString } = other.attributes;
      // Created by an earlier attempt whose answer was lost.
      if (versionString === wanted) return other;
      const mayTake = mayReplace.includes(other.id) && EDITABLE_STATES.includes(appVersionState);
      if (!mayTake) throw inTheWay(other);
      return change(other, attributes);
    }
    const data = {
      type: 'appStoreVersions',
      attributes: { platform, ...attributes },
      relationships: { app: { data: { type: 'apps', id: appId } } },
    };
    return (await api.read(versionReply, { method: 'POST', path: VERSIONS, body: { data } })).data;
  }

  return {
    find,

    /** Changes a version that does not exist: Apple always refuses it, with 403 if the role of the key may not. */
    async assertMayChange(app: string): Promise<void> {
      const id = 'windlass-verifies';
      const body = { data: { type: 'appStoreVersions', id, attributes: {} } };
      const { failure } = await api.attempt({ method: 'PATCH', path: `${VERSIONS}/${id}`, body, isRepeatable: true });
      if (failure?.code !== 'integration.unauthorized') return;
      const detail = `The key can read ${app} but not change its versions, for which it needs the role App Manager: ${failure.message}`;
      throw integrationErrors.unauthorized({ detail });
    },

    /** Sets the release mode of an editable version if it differs; without a mode the version keeps its own. */
    async ensure(version: string, mode: ReleaseMode | undefined, mayReplace: readonly string[] = []): Promise<Version> {
      const found = await api.ensure({
        find: () => find({ version }),
        make: () => make(version, mode, mayReplace),
      });
      const isEditable = EDITABLE_STATES.includes(found.attributes.appVersionState);
      return isEditable && mode !== undefined && !isTold(found, mode) ? change(found, releaseOf(mode)) : found;
    },
  };
}

function releaseOf(mode: ReleaseMode): { releaseType: string; earliestReleaseDate: string | null } {
  if (mode === 'AUTOMATIC') return { releaseType: 'AFTER_APPROVAL', earliestReleaseDate: null };
  if (mode === 'MANUAL') return { releaseType: 'MANUAL', earliestReleaseDate: null };
  return { releaseType: 'SCHEDULED', earliestReleaseDate: hourOf(mode.at) };
}

/** Apple accepts whole hours: rounds up, so that no version is released too early. */
const hourOf = (at: string) => isoOf(Math.ceil(Date.parse(at) / 3_600_000) * 3_600_000);

/** A version without a release mode is released after its approval. */
function isTold({ attributes }: Version, mode: ReleaseMode): boolean {
  const { releaseType, earliestReleaseDate } = releaseOf(mode);
  const has = attributes.earliestReleaseDate ?? null;
  const isSameDate =
    earliestReleaseDate === null || (has !== null && Date.parse(has) === Date.parse(earliestReleaseDate));
  return (attributes.releaseType ?? 'AFTER_APPROVAL') === releaseType && isSameDate;
}

function inTheWay({ id, attributes }: Version) {
  const { versionString, appVersionState } = attributes;
  const inTheWay: StoreVersionInTheWay = {
    version: versionString,
    versionId: id,
    state: stateOf(appVersionState),
    storeState: appVersionState,
  };
  const isEditable = EDITABLE_STATES.includes(appVersionState);
  const remedy = isEditable
    ? 'submit it, or delete it in App Store Connect'
    : 'withdraw it first, or wait until it is released';
  const detail = `The App Store accepts one version at a time, and ${versionString} is ${appVersionState}: ${remedy}`;
  return integrationErrors.version_in_the_way({ detail, members: { inTheWay } });
}
