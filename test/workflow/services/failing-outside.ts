// The outside of a release's tasks as deployed, with the local runtime's stand-ins behind it: real clients with the patience of
// a task, and services that go down and come back. Their time-outs and waits pass on the clock of the world.
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { createPatientOutbound } from '../../../functions/_adapters/_client/patient-outbound.ts';
import type { Outbound, OutboundReply, OutboundRequest } from '../../../functions/_adapters/adapter.ts';
import { createOutside, type Outside } from '../../../functions/releases/outside.ts';
import type { Kit, World } from '../../support/release-world.ts';
import { localOutbound } from '../../support/services/http-service.ts';
import { type OutsideServer, type Outward, SERVICES } from '../../support/services/outside-server.ts';

/** As functions/releases/tasks.handler.ts gives it. */
const PATIENCE_MS = 30_000;

/** How a service is down. One that dies does so with the effect done and before it says so. */
export type Down = 'answers 500' | 'answers 422' | 'resets' | 'is silent' | 'dies';

export interface Failing {
  readonly how: Down;
  /** Which requests fail, as `METHOD /path`, for GraphQL with the document after it. */
  readonly requests: RegExp;
  /** The request that has the effect: one that dies is well until then. */
  readonly effect: RegExp;
  /** Instead of `how`: what it answers at this moment (epoch milliseconds); undefined when it is well. */
  readonly answer?: (now: number) => Pick<OutboundReply, 'status' | 'headers'> | undefined;
}

export interface FailingOutside {
  readonly outsideOf: (world: World) => Outside;
  /** From now on; undefined ends it. */
  fail(failing: Failing | undefined): void;
  /** When the requests came that fail, epoch milliseconds. */
  readonly asks: readonly number[];
}

const wordsOf = ({ method, url, body }: OutboundRequest) =>
  `${method} ${new URL(url).pathname} ${(body as { query?: string } | undefined)?.query ?? ''}`;

/** The stand-ins answer however busy the machine is: an attempt that is given up makes another, which tests would count. */
const answered = (asked: OutboundRequest) => localOutbound.request({ ...asked, timeoutMs: 60_000 });

export function failingOutside(server: OutsideServer, types: ReadonlyMap<string, Outward>): FailingOutside {
  let failing: Failing | undefined;
  let isDead = false;
  const asks: number[] = [];

  const outboundOf = (clock: { at: number }): Outbound => ({
    async request(asked) {
      server.clock.now = Math.max(server.clock.now, clock.at);
      const words = wordsOf(asked);
      const isEffect = failing?.effect.test(words) === true;
      const isDown = failing !== undefined && (isEffect || failing.requests.test(words));
      if (!isDown || (failing?.how === 'dies' && !isDead && !isEffect)) return answered(asked);
      asks.push(clock.at);
      if (failing?.answer) {
        const answer = failing.answer(clock.at);
        return answer ? { text: '', json: undefined, ...answer } : answered(asked);
      }
      const status = Number(/\d+$/.exec(failing?.how ?? '')?.[0]);
      if (status > 0) return { status, headers: {}, text: '', json: undefined };
      if (failing?.how === 'dies' && !isDead) await answered(asked);
      isDead = true;
      if (failing?.how === 'is silent') clock.at += asked.timeoutMs ?? 10_000;
      throw integrationErrors.unavailable({ detail: 'no answer' });
    },
  });

  return {
    outsideOf({ integrations, clock, now }) {
      const pause = async (ms: number) => {
        clock.at += ms;
      };
      return createOutside({
        integrations,
        sealer: {
          seal: async () => 'sealed',
          open: async (_tenantId, integrationId) => {
            const type = types.get(integrationId) ?? 'WEB';
            return server.contextOf(type).credentials;
          },
        },
        outbound: createPatientOutbound(outboundOf(clock), { patienceMs: PATIENCE_MS, now, random: () => 0.5, pause }),
        now: () => server.clock.now,
      });
    },
    asks,
    fail: (now) => {
      asks.length = 0;
      failing = now;
      isDead = false;
    },
  };
}

/** Integrations of these types that point at the stand-ins: an SCM, CI, a store and tickets. */
export async function kitOf(
  world: World,
  server: OutsideServer,
  types: Map<string, Outward>,
  [scm, ci, target, tickets]: readonly [Outward, Outward, Outward, Outward],
): Promise<Kit> {
  async function add(type: Outward, over: object = {}): Promise<string> {
    const config = { ...server.contextOf(type).config, ...over };
    if (type === 'WEB') Object.assign(config, { url: `${server.origin}/_local/${SERVICES.WEB}/deploy` });
    const id = await world.integration(type, { config } as never);
    types.set(id, type);
    return id;
  }
  const scmId = await add(scm);
  // An app of its own: the tests' builds all have the same number.
  const targetId = await add(target, target === 'PLAY_STORE' ? { packageName: `com.acme.app${types.size}` } : {});
  const ciId = await add(ci, { scmIntegrationId: scmId, targetIntegrationId: targetId });
  const none = { appStore: targetId, playStore: targetId, iosPipeline: ciId, androidPipeline: ciId };
  return { ...none, scm: scmId, chat: await add('SLACK'), tickets: await add(tickets) };
}
