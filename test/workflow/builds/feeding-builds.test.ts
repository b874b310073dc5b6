// Which build a store is given, and that its target says so: of several pipelines for one target, of CI systems whose numbers are
// not the store's, and of releases without pipelines.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actorsOf } from '../lifecycle/lifecycle-actors.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';

let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
/** A second pipeline for the App Store. */
let second: string;
beforeAll(async () => {
  stage = await startStage();
  actors = actorsOf(stage);
  const config = { scmIntegrationId: stage.kit.scm, targetIntegrationId: stage.kit.appStore };
  second = await stage.world.integration('JENKINS', { config });
});
afterAll(() => stage.stop());
beforeEach(() => {
  stage.services.calls.length = 0;
});

const SIGNABLE = { status: 'REGRESSION_IN_PROGRESS', branchSha: 'cut', regressionCycle: 1, listedCycle: 1 } as const;
const givenTo = (target: string): { buildNumber?: string }[] =>
  stage.services.calls
    .filter((call) => call.startsWith(`submit ${target} `))
    .map((call) => JSON.parse(call.slice(`submit ${target} `.length)));
const targetOf = async (id: string) => {
  const { body } = await stage.world.asLead('GET', `/releases/${id}`);
  return body.targets.find((item: { targetIntegrationId: string }) => item.targetIntegrationId === stage.kit.appStore);
};

/** Built by all of `pipelines`, the first with number 101 and so on, and signed off. */
async function submitted(pipelines: readonly string[], over: Record<string, unknown> = {}): Promise<string> {
  const id = await stage.release({ targets: [stage.kit.appStore], pipelines }, async (made) => {
    await actors.bring({ release: SIGNABLE, builds: 'SUCCESS' })(made);
    const whole = await stage.stored(made);
    const numbered = whole.pipelines.map((item) =>
      stage.world.releases.updatePipeline(item, whole.release.updatedAt, {
        buildNumber: String(101 + pipelines.indexOf(item.pipelineIntegrationId)),
        ...over,
      }),
    );
    await stage.world.seed(numbered);
  });
  await actors.signOff(id);
  return id;
}

describe('a target with two pipelines', () => {
  it.each([0, 1])(
    'says which one feeds its store: the first that was named, also in another order: %i (W11b)',
    async (turn) => {
      const { iosPipeline, appStore } = stage.kit;
      const named = turn === 0 ? [iosPipeline, second] : [second, iosPipeline];
      const id = await submitted(named);
      expect(givenTo(appStore)).toMatchObject([{ buildNumber: '101' }]);
      expect(await targetOf(id)).toMatchObject({ pipelineIntegrationId: named[0], buildNumber: '101' });
    },
  );
});

describe('the build that a store is given', () => {
  it('is the one that the store knows, where CI counts otherwise', async () => {
    const id = await submitted([stage.kit.iosPipeline], { storeBuildNumber: '4711' });
    expect(givenTo(stage.kit.appStore)).toMatchObject([{ buildNumber: '4711' }]);
    expect(await targetOf(id)).toMatchObject({ buildNumber: '4711' });
  });

  it('is said by the target also of a release without pipelines (W11c)', async () => {
    stage.services.newest.set(stage.kit.appStore, '888');
    const id = await submitted([]);
    expect(givenTo(stage.kit.appStore)[0]).not.toHaveProperty('buildNumber');
    const target = await targetOf(id);
    expect([target.buildNumber, target.pipelineIntegrationId]).toEqual(['888', undefined]);
  });
});
