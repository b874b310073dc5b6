// Chat and tickets that are deleted while a release is being given them: whatever is committed or heard first, in the
// end no release names a deleted integration.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { integrationsApiOf } from '../../support/releases/integrations-api.ts';
import { type Kit, startWorkflow, type Workflow } from '../fixture.ts';

/** Races for chat, and as many for tickets: 200 races. */
const RACES = 100;
const AT_ONCE = 25;
const MINUTES = { timeout: 180_000 };

let flow: Workflow;
let api: ReturnType<typeof integrationsApiOf>;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  api = integrationsApiOf(flow.world);
  kit = await flow.world.integrationKit();
  slowDown(flow.uses, 'record');
  slowDown(flow.world.integrations, 'getMany');
});
afterAll(() => flow.stop());

/** Milliseconds before each step of a race, so that every order of the steps is met. */
const DELAYS = [0, 1, 100, 0, 10, 300, 0, 30, 200, 3, 0];
let delays = 0;
const delay = () => new Promise((resolve) => setTimeout(resolve, DELAYS[delays++ % DELAYS.length]));

/** Delays each call, so that others act between the steps of a consumer. */
function slowDown<Name extends string>(repo: Record<Name, (...given: never[]) => Promise<unknown>>, name: Name): void {
  const call = repo[name];
  repo[name] = async (...given) => {
    await delay();
    return call(...given);
  };
}

interface Given {
  readonly chat: string;
  readonly tickets: string;
}
const given = async (): Promise<Given> => ({
  chat: await flow.world.integration('SLACK'),
  tickets: await flow.world.integration('JIRA'),
});
const fieldsOf = ({ chat, tickets }: Given) => ({
  communicationIntegrationId: chat,
  ticketIntegrationId: tickets,
});

/** Hears the last event about a subject. */
async function hear(subjectId: string): Promise<void> {
  await flow.hearStored((await flow.world.outboxOf(subjectId)).at(-1));
}

async function remove(kind: 'COMMUNICATION' | 'TICKET', integrationId: string) {
  await delay();
  const { status } = await api.remove(kind, integrationId);
  await delay();
  await hear(integrationId);
  return status;
}

const ways = {
  /** Answers the release that was created, if one was. */
  'is created with them': async (fields: object) => {
    const body = flow.world.bodyOf(kit, { ...fields, pipelines: [] });
    const reply = await flow.world.asLead('POST', '/releases', body);
    return { status: reply.status, id: reply.body.id as string | undefined };
  },
  'is given them by a change': async (fields: object, before: string) => {
    const { status } = await flow.world.asLead('PATCH', `/releases/${before}`, fields);
    return { status, id: before };
  },
};

it.each(Object.entries(ways))(
  `of ${2 * RACES} races in which a release %s none leaves it with what is gone`,
  MINUTES,
  async (_, way) => {
    const statuses: number[] = [];
    async function race(): Promise<void> {
      const them = await given();
      const none = { communicationIntegrationId: undefined, ticketIntegrationId: undefined, pipelines: [] };
      const before = way === ways['is given them by a change'] ? (await flow.world.release(kit, none)).id : '';
      const give = async () => {
        await delay();
        const { status, id } = await way(fieldsOf(them), before);
        statuses.push(status);
        await delay();
        if (status < 300 && id) await hear(id);
        return id;
      };
      const [id, ...deletions] = await Promise.all([
        give(),
        remove('COMMUNICATION', them.chat),
        remove('TICKET', them.tickets),
      ]);
      expect(deletions).toEqual([204, 204]);
      if (id === undefined) return;
      const { release } = await flow.world.stored(id);
      expect([release.communicationIntegrationId, release.ticketIntegrationId]).toEqual([undefined, undefined]);
    }
    for (let begun = 0; begun < RACES; begun += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, race));
    }
    const done = statuses.filter((status) => status < 300).length;
    expect(new Set(statuses.filter((status) => status >= 300))).toEqual(new Set([422]));
    expect([statuses.length, done > 0, done < RACES]).toEqual([RACES, true, true]);
  },
);
