// Versions of one app and platform: found by their id, which does not move, made where the store has room for one, and
// released as they were told to be. https://developer.apple.com/documentation/appstoreconnectapi/app-store-versions
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ConfigOf } from '../../../entities/integrations/types/integration-types.ts';
import type { ReleaseMode } from '../../../entities/integrations/types/store-rollout.model.ts';
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
  const named = async (version: string) => (await list({ 'filter[versionString]': version }))[0];

  /** The one that takes the place; asked for by its state, since an app has more versions than one page holds. */
  async function placed(): Promise<Version | undefined> {
    const versions = await list({ 'filter[appVersionState]': UNSETTLED_STATES.join(',') });
    return versions.find(({ attributes }) => UNSETTLED_STATES.includes(attributes.appVersionState));
  }

  async function find({ version, versionId }: StoreVersion): Promise<Version | undefined> {
    if (versionId === undefined) return named(version);
    const call = { method: 'GET', path: path`/v1/appStoreVersions/${versionId}` } as const;
    const found = (await api.find(versionReply, call))?.data;
    // It was deleted, or has taken another number, as one that was withdrawn may: then it is not this one any more.
    return found?.attributes.versionString === version ? found : named(version);
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
    const attributes = { versionString: version, ...releaseOf(mode ?? 'AUTOMATIC') };
    if (other) {
      const { appVersionState, versionString } = other.attributes;
      // Made meanwhile, by an attempt of ours whose answer was lost.
      if (versionString === version) return other;
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

    /** One that can be edited is told when it goes to users, if it was told otherwise; without a mode it keeps its own. */
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

/** Apple takes whole hours; the next one, so that no version goes out before its time. */
const hourOf = (at: string) => isoOf(Math.ceil(Date.parse(at) / 3_600_000) * 3_600_000);

/** A version that says nothing of its release is released after its approval. */
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
    : 'withdraw it first, or wait until it is out';
  const detail = `The App Store takes one version at a time, and ${versionString} is ${appVersionState}: ${remedy}`;
  return integrationErrors.version_in_the_way({ detail, members: { inTheWay } });
}
