// The outside world of the local runtime: stand-ins for the services Windlass talks to, their inbox and their faults.
// The gateway calls it for /_local/…. Each request is one transaction: what it did and its inbox entry stand or fall together.
import type { DatabaseSync } from 'node:sqlite';
import type { JsonObject, PartContext } from '../contracts.ts';
import { appStore } from './app-store/app-store.ts';
import { bitbucket } from './bitbucket/bitbucket.ts';
import { faultReply, openFaults, strikes } from './faults.ts';
import { github } from './github/github.ts';
import { gitlab } from './gitlab/gitlab.ts';
import { openInbox } from './inbox.ts';
import { jenkins } from './jenkins/jenkins.ts';
import { jira } from './jira/jira.ts';
import { linear } from './linear/linear.ts';
import { playStore } from './play-store/play-store.ts';
import { registry } from './registry/registry.ts';
import { ses } from './ses/ses.ts';
import { slack } from './slack/slack.ts';
import { type Call, compileRoutes, type OutsideReply, type OutsideRequest, Refusal, type StandIn } from './stand-in.ts';
import { openState, type StateOf } from './state.ts';
import { web } from './web/web.ts';

export type { OutsideReply, OutsideRequest } from './stand-in.ts';

const STAND_INS: readonly StandIn[] = [
  github,
  gitlab,
  bitbucket,
  jenkins,
  appStore,
  playStore,
  web,
  slack,
  ses,
  jira,
  linear,
  registry,
];

export interface OutsideWorld {
  /** The names of all stand-ins. */
  readonly names: readonly string[];
  /** Answers a request to `/_local/<name>/…`. Never rejects; 404 for a name that is not known. */
  handle(name: string, request: OutsideRequest): Promise<OutsideReply>;
  /** `{ items: [{ service, method, path, body, status, at }] }`, oldest first; see `inbox.ts` for the filters. */
  inbox(query: URLSearchParams): JsonObject;
  /** Sets or ends (rate 0) a service's fault; 404 for a name that is not known, 400 for a body that makes no sense. */
  setFault(name: string, body: string): OutsideReply;
  /** The faults in force by service. */
  faults(): JsonObject;
}

/** `random` decides which calls a fault strikes; from 0 to 1 (exclusive). */
export function createOutsideWorld(context: PartContext & { random?: () => number }): OutsideWorld {
  const { db, now, log, random = Math.random } = context;
  const stateOf = openState(db);
  const inbox = openInbox(db);
  const faults = openFaults(db);
  const services = new Map(
    STAND_INS.map((standIn) => [standIn.name, { standIn, answer: answerOf(standIn, stateOf, db, log) }]),
  );
  const unknown = (name: string): OutsideReply => ({
    status: 404,
    body: { error: `no stand-in is called ${name}` },
  });

  return {
    names: [...services.keys()],
    async handle(name, request) {
      const service = services.get(name);
      if (!service) return unknown(name);
      const { standIn, answer } = service;
      return atomically(db, () => {
        const at = now();
        const fault = faults.get(name);
        const struck = fault && isOfService(request) && strikes(fault, request.path, random) ? fault : undefined;
        const instead = struck && faultReply(struck, standIn.failure);
        const outcome = instead && !struck?.after ? instead : answer(request, at);
        inbox.record(name, request, outcome.status, at);
        return instead ?? outcome;
      });
    },
    inbox: (query) => inbox.list(query),
    setFault: (name, body) => (services.has(name) ? faults.set(name, body) : unknown(name)),
    faults: () => faults.all(),
  };
}

/** Paths that begin with an underscore are the stand-in's own: they set its state or read the requests that it got. */
const isOfService = ({ path }: OutsideRequest) => !path.startsWith('/_');

type Answer = (request: OutsideRequest, now: number) => OutsideReply;

function answerOf(standIn: StandIn, stateOf: StateOf, db: DatabaseSync, log: (line: string) => void): Answer {
  const match = compileRoutes(standIn.routes);
  const state = stateOf(standIn.name);
  return (request, now) => {
    const found = match(request.method, request.path);
    const base = `${request.origin}/_local/${standIn.name}`;
    const call: Call = { request, params: found?.params ?? {}, state, now, base };
    if (!found) return standIn.notFound(call);
    try {
      return atomically(db, () => {
        if (!standIn.open?.includes(found.route)) standIn.authenticate(call);
        return found.handler(call);
      });
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      log(`stand-in ${standIn.name}: ${found.route}: ${error instanceof Error ? error.message : String(error)}`);
      return { status: 500, body: standIn.failure(500) };
    }
  };
}

// A savepoint instead of a transaction: it also works inside one.
function atomically<T>(db: DatabaseSync, work: () => T): T {
  db.exec('SAVEPOINT outside');
  try {
    const result = work();
    db.exec('RELEASE outside');
    return result;
  } catch (error) {
    db.exec('ROLLBACK TO outside');
    db.exec('RELEASE outside');
    throw error;
  }
}
