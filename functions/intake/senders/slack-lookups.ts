// The reads of the slash command: releases by key or service, their open question, and the user behind a Slack member.
// Reads only by key or in one small partition, to answer within Slack's three seconds.
import { isId, shelfOf } from '../../../entities/_base/ids.ts';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import { getRaw, type Item, type RawTable } from '../../../entities/_base/table/raw-table.ts';
import type { ApprovalItem } from '../../../entities/approvals/approval.entity.ts';
import { approvalKeys, questionKeys } from '../../../entities/approvals/approval.keys.ts';
import { assertSpeaks, identitiesIn, type Voice } from '../../../entities/approvals/chat-voice.model.ts';
import { homeWorkspaceKeys, integrationKeys } from '../../../entities/integrations/integration.keys.ts';
import { readSummary } from '../../../entities/notifications/threads/summary.store.ts';
import type { Summary } from '../../../entities/notifications/threads/summary.ts';
import { type Member, memberOf } from '../../../entities/people/rights.model.ts';
import { userDefinition } from '../../../entities/people/user.entity.ts';
import { identityKeys } from '../../../entities/people/user.keys.ts';
import { partsOf } from '../../../entities/releases/lifecycle/waits-for.view.ts';
import { releaseListingDefinition } from '../../../entities/releases/release.entity.ts';
import { releaseKeys } from '../../../entities/releases/release.keys.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';

export interface FoundRelease {
  readonly releaseId: string;
  readonly releaseKey: string;
  readonly releasePilotId?: string;
  readonly communicationIntegrationId?: string;
}

export type FoundApproval = Pick<ApprovalItem, 'approvalId' | 'subject' | 'round' | 'policy' | 'status'>;

const KEY = /^[^\s#]{1,200}$/;

interface Asked {
  readonly tenantId: string;
  /** The integration that sent the request. */
  readonly integrationId: string;
  /** The workspace in the request. */
  readonly workspaceId: string | undefined;
  /** See ArrivalContext. */
  readonly publicUrl: string;
}

export function slackLookups(table: RawTable, { tenantId, integrationId, workspaceId, publicUrl }: Asked) {
  const releaseOf = async (releaseId: string) =>
    (await table.get(keyOf(releaseKeys, { tenantId, releaseId }))) as FoundRelease | undefined;
  const member = async (userId: string): Promise<Member | undefined> =>
    memberOf(await getRaw(table, userDefinition, { tenantId, userId }));

  /** Finds a release by its key, otherwise the latest release of the service with that name. */
  async function release(named: string): Promise<FoundRelease | undefined> {
    if (!KEY.test(named)) return undefined;
    const listed = await getRaw(table, releaseListingDefinition, { tenantId, releaseKey: named });
    if (listed) return releaseOf(listed.releaseId);
    const pk = `T#${tenantId}#RELEASES#SERVICE#${named}`;
    const [latest] = await table.query({ pk, index: 'gsi2', limit: 1, isNewestFirst: true });
    return latest && releaseOf(String(latest.gsi2sk));
  }

  const summary = ({ releaseId }: FoundRelease): Promise<Summary | undefined> =>
    readSummary({ tenantId, releaseId }, publicUrl, table);

  /** The stored item, for the pure rules. */
  async function whole(releaseId: string): Promise<WholeRelease | undefined> {
    const parts = partsOf(await table.query({ pk: keyOf(releaseKeys, { tenantId, releaseId }).pk }));
    return parts.release && (parts as unknown as WholeRelease);
  }

  async function pipelineNames({ pipelines }: WholeRelease) {
    const ids = pipelines.map((one) => one.pipelineIntegrationId);
    const keys = ids.map((integrationId) => keyOf(integrationKeys, { tenantId, kind: 'PIPELINE', integrationId }));
    const known = new Map((await table.getMany(keys)).map((item) => [item.integrationId, String(item.name)]));
    return (id: string) => known.get(id) ?? id;
  }

  const approvalsOf = (ids: readonly string[]): Promise<readonly Item[]> =>
    table.getMany(ids.map((approvalId) => keyOf(approvalKeys, { tenantId, approvalId, shelf: shelfOf(approvalId) })));

  return {
    release,
    summary,
    whole,
    pipelineNames,
    releaseOf,
    memberOf: member,

    /**
     * The member with this identity in the workspace. Throws `approval.chat_not_trusted` unless this Slack integration is
     * the release's own.
     */
    async person(externalUserId: string, about: FoundRelease | undefined): Promise<Member | undefined> {
      const key = { tenantId, kind: 'COMMUNICATION', integrationId };
      const [voice, home] = await Promise.all([
        table.get(keyOf(integrationKeys, key)) as Promise<Voice | undefined>,
        table.get(keyOf(homeWorkspaceKeys, { tenantId })),
      ]);
      const { communicationIntegrationId } = about ?? {};
      const workspace = assertSpeaks(voice, { communicationIntegrationId, workspaceId });
      const names = identitiesIn(workspace, externalUserId, home?.workspaceId as string | undefined);
      const known = await table.getMany(
        names.map((externalId) => keyOf(identityKeys, { tenantId, provider: 'slack', externalId })),
      );
      const identity = names.map((name) => known.find(({ sk }) => sk === name)).find((found) => found !== undefined);
      return identity && member(String(identity.userId));
    },

    /** Finds an approval by its id, or the open one about a release. */
    async approval(named: string): Promise<FoundApproval | undefined> {
      if (isId(named)) {
        const [known] = await approvalsOf([named]);
        if (known) return known as unknown as FoundApproval;
      }
      const about = await release(named);
      if (!about) return undefined;
      const subjectId = about.releaseId;
      const of = { tenantId, subjectId, shelf: shelfOf(subjectId), stage: '', round: '' };
      const { pk } = keyOf(questionKeys, of);
      const asked = await table.query({ pk, skPrefix: `${subjectId}#`, isNewestFirst: true, limit: 100 });
      const approvals = await approvalsOf(asked.map(({ approvalId }) => String(approvalId)));
      return approvals.find(({ status }) => status === 'PENDING') as unknown as FoundApproval | undefined;
    },
  };
}
export type SlackLookups = ReturnType<typeof slackLookups>;
