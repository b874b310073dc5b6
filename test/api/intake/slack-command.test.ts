// The slash command: its answers to people in Slack, and the decisions that it requests.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shelfOf } from '../../../entities/_base/ids.ts';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import { approvalKeys, questionKeys } from '../../../entities/approvals/approval.keys.ts';
import { integrationKeys } from '../../../entities/integrations/integration.keys.ts';
import { identityKeys, userKeys } from '../../../entities/people/user.keys.ts';
import {
  releaseKeys,
  releaseListingKeys,
  releasePipelineKeys,
  releaseTargetKeys,
} from '../../../entities/releases/release.keys.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { type Intake, slackHook, startIntake } from './fixture.ts';

const RELEASE_ID = '0192f000-0000-7000-8000-000000000e01';
const APPROVAL_ID = '0192f000-0000-7000-8000-000000000a01';
const KEY = 'app@1.0.0';

let intake: Intake;
let typed = 0;

async function type(text: string, user_id = 'U1', more: Record<string, string> = {}) {
  // Each request has a signature of its own, as each has its own trigger.
  typed += 1;
  const form = { command: '/windlass', text, user_id, user_name: 'ada', trigger_id: String(typed), ...more };
  const { status, body } = await intake.send(slackHook({ ...form, response_url: 'https://hooks.slack.com/1' }));
  expect({ status, type: body.response_type }).toEqual({ status: 200, type: 'ephemeral' });
  return body.text as string;
}

async function addRelease(releaseId = RELEASE_ID, releaseKey = KEY, tenantId = TENANT_ID): Promise<void> {
  const { table } = intake;
  const known = { tenantId, releaseId, releaseKey, version: '1.0.0', status: 'REGRESSION_IN_PROGRESS' };
  const chat = { communicationIntegrationId: 'slack-1' };
  await table.put({ ...keyOf(releaseKeys, known), ...known, ...chat, regressionCycle: 2, releasePilotId: 'pilot' });
  const service = { gsi2pk: `T#${tenantId}#RELEASES#SERVICE#app`, gsi2sk: releaseId };
  await table.put({ ...keyOf(releaseListingKeys, known), ...known, ...service });
}

async function addPerson(userId: string, externalId: string, role: string, isActive = true): Promise<void> {
  const { table } = intake;
  const known = { tenantId: TENANT_ID, userId, provider: 'slack', externalId };
  await table.put({ ...keyOf(identityKeys, known), ...known });
  await table.put({ ...keyOf(userKeys, known), userId, role, isActive, fullName: `Name of ${userId}` });
}

async function addApproval(status = 'PENDING', approvalId = APPROVAL_ID, cycle = 2): Promise<void> {
  const { table } = intake;
  const subject = { type: 'Release', id: RELEASE_ID, key: KEY };
  const policy = { roles: ['ADMIN', 'LEAD'], userIds: ['pilot'], approvalsNeeded: 1, excludedUserIds: [] };
  const known = { tenantId: TENANT_ID, approvalId, subjectId: RELEASE_ID, stage: 'SIGN_OFF', round: cycle };
  await table.put({
    ...keyOf(approvalKeys, { ...known, shelf: shelfOf(approvalId) }),
    ...known,
    subject,
    policy,
    status,
  });
  await table.put({ ...keyOf(questionKeys, { ...known, shelf: shelfOf(RELEASE_ID) }), ...known });
}

beforeEach(async () => {
  intake = await startIntake();
  await intake.addIntegration('slack-1', 'SLACK');
  await addRelease();
  await addPerson('lead', 'U1', 'LEAD');
});
afterEach(() => intake.stop());

describe('help', () => {
  it.each(['', 'help', '  HELP  ', 'dance', 'status', 'approve', 'status one two'])(
    'is the answer to "%s"',
    async (text) => {
      expect(await type(text)).toContain('`/windlass status <release or service>`');
      expect(intake.published).toEqual([]);
    },
  );
});

describe('status', () => {
  it.each([KEY, 'app'])('of %s says where the release stands', async (named) => {
    const { table } = intake;
    const pipeline = { tenantId: TENANT_ID, releaseId: RELEASE_ID, pipelineIntegrationId: 'p1' };
    const build = { buildStatus: 'SUCCESS', buildNumber: '42', buildUrl: 'https://ci.acme.test/42' };
    await table.put({ ...keyOf(releasePipelineKeys, pipeline), ...pipeline, ...build });
    const key = keyOf(integrationKeys, { tenantId: TENANT_ID, kind: 'PIPELINE', integrationId: 'p1' });
    await table.put({ ...key, integrationId: 'p1', name: 'iOS <main>' });
    expect((await type(`status ${named}`)).split('\n')).toEqual([
      '*app@1.0.0*',
      '*Status*: Regression in progress, cycle 2',
      '*Builds*: iOS &lt;main&gt; (42): Success',
      '<https://windlass.example.com/console/acme/releases/app@1.0.0|Release> · <https://ci.acme.test/42|iOS &lt;main&gt;>',
    ]);
  });

  it('of a service is that of its latest release', async () => {
    await addRelease('0192f000-0000-7000-8000-000000000e02', 'app@1.1.0');
    expect(await type('status app')).toContain('*app@1.1.0*');
  });

  it.each(['status nothing@1', 'pilot nothing@1'])('%s: there is no such release', async (text) => {
    expect(await type(text)).toContain('No release or service is named nothing@1.');
  });

  it('repeats no markup', async () => {
    expect(await type('status <!channel>')).toContain('&lt;!channel&gt;');
  });

  it('does not know the releases of other tenants', async () => {
    await addRelease('0192f000-0000-7000-8000-000000000e03', 'secret@1', OTHER_TENANT_ID);
    expect(await type('status secret@1')).toContain('No release or service is named secret');
  });
});

describe('pilot', () => {
  it('names the pilot', async () => {
    await addPerson('pilot', 'U2', 'DEVELOPER');
    expect(await type(`pilot ${KEY}`)).toBe('Name of pilot pilots app@1.0.0.');
  });

  it('says when there is none', async () => {
    expect(await type(`pilot ${KEY}`)).toBe('Nobody pilots app@1.0.0.');
  });
});

describe('a decision', () => {
  beforeEach(() => addApproval());

  it.each([
    ['approve', KEY, 'APPROVED'],
    ['reject', APPROVAL_ID, 'REJECTED'],
  ])('%s %s asks for it', async (word, named, action) => {
    expect(await type(`${word} ${named}`)).toMatch(new RegExp(`^You ${word} app@1.0.0`));
    expect(intake.published).toMatchObject([
      {
        source: 'windlass.chat',
        detailType: 'ApprovalDecisionRequested',
        detail: {
          actor: { type: 'EXTERNAL', id: 'U1', name: 'ada' },
          data: { approvalId: APPROVAL_ID, action, externalUserId: 'U1', provider: 'slack' },
        },
      },
    ]);
  });

  it.each([
    ['that is not the release’s own', 'slack-2', {}, 'go to another Slack'],
    ['that is not verified', 'slack-1', { verificationStatus: 'PENDING' }, 'slack-1 is not verified'],
    ['of another workspace', 'slack-1', { workspaceId: 'T0EVIL' }, 'does not know your Slack account'],
  ])('is refused to a Slack %s (S4)', async (_, integrationId, over, text) => {
    await intake.addIntegration(integrationId, 'SLACK', undefined, true, over);
    const hook = slackHook({ command: '/windlass', text: `approve ${KEY}`, user_id: 'U1', trigger_id: `${++typed}` });
    expect((await intake.send({ ...hook, integrationId })).body.text).toContain(text);
    expect(intake.published).toEqual([]);
  });

  it('is refused in the name of another workspace (S4)', async () => {
    expect(await type(`approve ${KEY}`, 'U1', { team_id: 'T0EVIL' })).toContain('verified for another Slack workspace');
    expect(await type(`approve ${KEY}`, 'U1', { team_id: 'T0ACME' })).toContain('You approve');
    expect(intake.published).toMatchObject([
      { detail: { data: { integrationId: 'slack-1', workspaceId: 'T0ACME', externalUserId: 'U1' } } },
    ]);
  });

  it('of the pilot counts without being a lead', async () => {
    await addPerson('pilot', 'U2', 'DEVELOPER');
    await type(`approve ${KEY}`, 'U2');
    expect(intake.published).toHaveLength(1);
  });

  it('is about the question that is open, not the ones before', async () => {
    await addApproval('REJECTED', '0192f000-0000-7000-8000-000000000a00', 1);
    await type(`approve ${KEY}`);
    expect(intake.published).toMatchObject([{ detail: { data: { approvalId: APPROVAL_ID } } }]);
  });

  it.each([
    ['somebody unknown', 'U9', 'does not know your Slack account'],
    [
      'a developer',
      'U3',
      'You may not decide about app@1.0.0. A member with the role ADMIN or LEAD must decide, or a person that the question names.',
    ],
    ['somebody who has left', 'U4', 'You may not decide'],
  ])('of %s is answered at once, with the reason (W11j)', async (_, user, answer) => {
    await addPerson('developer', 'U3', 'DEVELOPER');
    await addPerson('gone', 'U4', 'LEAD', false);
    expect(await type(`approve ${KEY}`, user)).toContain(answer.replace('&#39;', "'"));
    expect(intake.published).toEqual([]);
  });

  it.each([
    ['that nothing waits for', 'other@1', 'Nothing about other@1 waits for a decision.'],
    ['with an id that is none', '0192f000-0000-7000-8000-00000000dead', 'waits for a decision'],
  ])('%s is answered so', async (_, named, answer) => {
    expect(await type(`approve ${named}`)).toContain(answer);
    expect(intake.published).toEqual([]);
  });

  it('that was made is not made again', async () => {
    await addApproval('APPROVED');
    expect(await type(`reject ${APPROVAL_ID}`)).toBe('The question about app@1.0.0 was already answered: approved.');
    expect(await type(`reject ${KEY}`)).toContain('waits for a decision');
    expect(intake.published).toEqual([]);
  });
});

describe('a deed', () => {
  const FAILED = { isPaused: true, pauseReason: 'TASK_FAILURE', pauseError: 'no' };
  const build = (buildStatus: string) => ({ pipelineIntegrationId: 'p1', targetIntegrationId: 't1', buildStatus });

  async function stand(over: object, builds: readonly object[] = []): Promise<void> {
    const known = { tenantId: TENANT_ID, releaseId: RELEASE_ID, releaseKey: KEY, version: '1.0.0' };
    const release = { ...known, communicationIntegrationId: 'slack-1', status: 'REGRESSION_IN_PROGRESS' };
    const { table } = intake;
    await table.put({ ...keyOf(releaseKeys, known), ...release, branchRelease: 'release/1.0.0', ...cycleOf, ...over });
    const target = { ...known, targetIntegrationId: 't1', targetStatus: 'BUILDING' };
    await table.put({ ...keyOf(releaseTargetKeys, target), ...target });
    for (const one of builds) {
      const part = { ...known, ...(one as { pipelineIntegrationId: string }) };
      await table.put({ ...keyOf(releasePipelineKeys, part), ...part });
    }
  }
  const cycleOf = { regressionCycle: 2 };

  beforeEach(async () => {
    await addPerson('developer', 'U3', 'DEVELOPER');
    await addPerson('viewer', 'U5', 'VIEWER');
  });

  it.each([
    ['retry', 'You retry', FAILED, []],
    ['resume', 'You resume', FAILED, []],
    ['cycle', 'You open the next cycle of', { pendingCommits: ['sha'] }, []],
    ['trigger', 'You ask for another build of', {}, [build('FAILED')]],
  ])(
    '%s is asked for in the name of the person (W-text: slash commands that texts name)',
    async (word, says, over, builds) => {
      await stand(over, builds);
      expect(await type(`${word} ${KEY}`)).toContain(`${says} ${KEY}`);
      expect(intake.published).toMatchObject([
        {
          source: 'windlass.chat',
          detailType: 'ReleaseActionRequested',
          detail: {
            actor: { type: 'EXTERNAL', id: 'U1' },
            data: { releaseId: RELEASE_ID, action: word, cycle: 2, externalUserId: 'U1', integrationId: 'slack-1' },
          },
        },
      ]);
    },
  );

  it.each([
    ['retry', 'U5', FAILED, 'A DEVELOPER may retry a release, and you are VIEWER.'],
    ['resume', 'U3', FAILED, 'A LEAD may resume a release, and you are DEVELOPER.'],
    ['retry', 'U9', FAILED, 'does not know your Slack account'],
    ['retry', 'U1', {}, 'has a task to retry'],
    ['resume', 'U1', {}, 'is not paused'],
    ['cycle', 'U1', {}, 'No push to release/1.0.0 has been reported'],
    ['cycle', 'U1', FAILED, 'It is paused (no)'],
    ['trigger', 'U1', {}, 'None of its builds failed'],
    ['retry', 'U1', { ...FAILED, communicationIntegrationId: 'slack-2' }, 'go to another Slack'],
  ])('%s by %s of %j is refused at once, with why (W11j)', async (word, user, over, why) => {
    await stand(over);
    expect(await type(`${word} ${KEY}`, user)).toContain(why);
    expect(intake.published).toEqual([]);
  });
});

it('a sign-off that cannot be given yet is refused at once (W11j)', async () => {
  await addApproval();
  const { table } = intake;
  const part = { tenantId: TENANT_ID, releaseId: RELEASE_ID, pipelineIntegrationId: 'p1', buildStatus: 'FAILED' };
  await table.put({ ...keyOf(releasePipelineKeys, part), ...part });
  expect(await type(`approve ${KEY}`)).toContain('app@1.0.0 cannot be signed off yet.');
  expect(intake.published).toEqual([]);
});

it('is answered only when Slack has signed it', async () => {
  const hook = slackHook({ command: '/windlass', text: `status ${KEY}`, user_id: 'U1' }, undefined, 'another secret');
  expect((await intake.send(hook)).status).toBe(401);
});
