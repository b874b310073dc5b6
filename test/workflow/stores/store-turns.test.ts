// Stores that are handed one release at a time: whose turn it is, who waits, and when a turn is lost.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { type Kit, startWorkflow, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
let first: string;
let second: string;
beforeAll(async () => {
  flow = await startWorkflow();
});
afterAll(() => flow.stop());
beforeEach(async () => {
  kit = await flow.world.integrationKit();
  first = await flow.at('SUBMIT_TARGETS', kit);
  second = await flow.at('SUBMIT_TARGETS', kit);
  flow.services.state.before = () => {};
});

/** The status of the target afterwards, or the code of what the task threw. */
async function submit(id: string, targetIntegrationId: string): Promise<string | undefined> {
  try {
    await flow.run('submitTarget', id, { targetIntegrationId });
  } catch (error) {
    return (error as { code: string }).code;
  }
  const { targets } = await flow.world.stored(id);
  return targets.find((target) => target.targetIntegrationId === targetIntegrationId)?.targetStatus;
}

/** The store's answer to the next submission. */
function nextly(answer: () => Promise<unknown> | never): void {
  flow.services.state.before = async (call) => {
    if (!call.startsWith('submit ')) return;
    flow.services.state.before = () => {};
    await answer();
  };
}
const fails = (error: Error) => () => {
  throw error;
};

describe('a store that is being handed a release', () => {
  it('is handed no other meanwhile, and the other afterwards', async () => {
    const meanwhile: unknown[] = [];
    nextly(async () => meanwhile.push(await submit(second, kit.appStore)));
    expect(await submit(first, kit.appStore)).toBe('SUBMITTED');
    expect(meanwhile).toEqual(['integration.busy']);
    expect(await submit(second, kit.appStore)).toBe('SUBMITTED');
  });

  it('keeps no other store from being handed another', async () => {
    const meanwhile: unknown[] = [];
    nextly(async () => meanwhile.push(await submit(second, kit.playStore)));
    await submit(first, kit.appStore);
    expect(meanwhile).toEqual(['SUBMITTED']);
  });

  it.each([integrationErrors.unavailable(), integrationErrors.rate_limited(), integrationErrors.busy()])(
    'is left to the release that tries again after $code',
    async (error) => {
      nextly(fails(error));
      expect(await submit(first, kit.appStore)).toBe(error.code);
      expect(await submit(second, kit.appStore)).toBe('integration.busy');
      expect(await submit(first, kit.appStore)).toBe('SUBMITTED');
      expect(await submit(second, kit.appStore)).toBe('SUBMITTED');
    },
  );

  it('is handed the next when it refuses the first', async () => {
    nextly(fails(integrationErrors.refused()));
    expect(await submit(first, kit.appStore)).toBe('integration.refused');
    expect(await submit(second, kit.appStore)).toBe('SUBMITTED');
  });

  it('is handed the next when nothing is heard of the first for eight minutes', async () => {
    nextly(fails(integrationErrors.unavailable()));
    await submit(first, kit.appStore);
    flow.world.clock.at += 479_999;
    expect(await submit(second, kit.appStore)).toBe('integration.busy');
    flow.world.clock.at += 1;
    expect(await submit(second, kit.appStore)).toBe('SUBMITTED');
  });
});
