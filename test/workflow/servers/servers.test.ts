// A release that goes to an environment and to another target: the promotion that its target asks for, and what becomes of both.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerStage, startServerStage } from './server-stage.ts';

let stage: ServerStage;
beforeAll(async () => {
  stage = await startServerStage();
});
afterAll(() => stage.stop());

const NEEDS_TWO = { requiredApprovals: 2 };

describe('a release to an environment and an endpoint', () => {
  it('is RELEASED once people have approved, its promotion is deployed, and the endpoint has answered', async () => {
    const web = await stage.world.integration('WEB');
    const sent = await stage.release({ prod: NEEDS_TWO, further: [web] });
    expect(await stage.standingOf(sent)).toEqual(['SUBMITTED', 'PENDING_APPROVAL', undefined]);
    await stage.act(sent.id, `targets/${web}/status`, { status: 'RELEASED' });
    await stage.answer(sent, 0);
    expect([await stage.standingOf(sent), await stage.statusOf(sent.id)]).toEqual([
      ['SUBMITTED', 'PENDING_APPROVAL', undefined],
      'BUILD_SUBMITTED',
    ]);
    await stage.answer(sent, 1);
    expect([await stage.standingOf(sent), await stage.statusOf(sent.id)]).toEqual([
      ['RELEASED', 'DEPLOYED', 'DEPLOYED'],
      'RELEASED',
    ]);
    const { body } = await stage.world.asLead('GET', `/releases/${sent.id}`);
    expect(body.platforms).toEqual(['SERVER', 'WEB']);
    const shown = body.targets.find((one: { targetIntegrationId: string }) => one.targetIntegrationId === sent.server);
    expect(shown).toMatchObject({ environmentId: sent.prod, submissionId: await stage.promotionOf(sent) });
  });
});
