// Lists releases, newest first, by status, service, version and type.
import { viewSummary } from '../../../entities/releases/release.view.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const listReleases: Operation<typeof manifest.routes.listReleases, ReleasesDeps> = async (call, deps) => {
  const page = await deps.releaseList.list(call.caller.tenantId, call.query);
  return { body: { items: page.items.map(viewSummary), nextCursor: page.nextCursor } };
};
