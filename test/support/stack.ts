// A running stack with sample data, a process of its own, for the tests of test/e2e: clients by role, AWS as operator, the
// stand-ins' inbox and faults. Each file starts one and stops it, which removes its data.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../functions/client.ts';
import type { Json } from '../../infra/local/contracts.ts';
import type { LocalStack } from '../../infra/local/demo/local-stack.ts';
import { type Credentials, clientOf, readCredentials } from '../../infra/local/seed/credentials.ts';
import { type Operator, operatorOf } from './operator.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests read the fields that the route answers
export type Body = any;
export type TokenName = keyof Credentials['tokens'];

/** A stack with sample data that runs. */
export interface RunningStack {
  readonly url: string;
  readonly data: string;
  readonly credentials: Credentials;
  readonly operator: Operator;
  /** A client of the sample tenant. */
  as(name: TokenName): Client;
  /** The requests to a stand-in, oldest first. */
  inbox(query: string): Promise<readonly Body[]>;
  /** Makes a stand-in, or `events`, fail; rate 0 ends it. */
  fault(service: string, fault: Json): Promise<void>;
}

export interface TestStack extends RunningStack {
  /** SIGTERM, and the exit of the process; the data stays until `remove`. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

export function stackAt(url: string, data: string): RunningStack {
  const credentials = readCredentials(data);
  return {
    url,
    data,
    credentials,
    operator: operatorOf(url),
    as: (name) => clientOf(credentials, name),
    async inbox(query) {
      const reply = await fetch(`${url}/_local/inbox?${query}`);
      return ((await reply.json()) as { items: Body[] }).items;
    },
    async fault(service, fault) {
      const reply = await fetch(`${url}/_local/faults/${service}`, { method: 'PUT', body: JSON.stringify(fault) });
      if (!reply.ok) throw new Error(`${service}: ${await reply.text()}`);
    },
  };
}

/** The log of the newest stack of this worker. */
let log: readonly string[] = [];

/** With `startOn` startStack it makes sample data anew, for tests that are about making it. Only vitest can run it. */
export async function startTestStack(startOn?: (data: string) => Promise<LocalStack>): Promise<TestStack> {
  const { temporaryDirectory } = await import('./scratch/temporary-directory.ts');
  const { startSeededStack } = await import('./sample-data/seeded-stack.ts');
  const data = join(temporaryDirectory(), 'data');
  const { url, lines, stop } = await (startOn ?? startSeededStack)(data);
  log = lines;
  return {
    ...stackAt(url, data),
    stop,
    async remove() {
      await stop();
      rmSync(join(data, '..'), { recursive: true, force: true });
    },
  };
}

/** Asks until the answer is as wanted; throws the last answer, and what the stack logged last, when time is up. */
export async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean, patienceMs = 60_000): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > deadline) {
      const seen = JSON.stringify(answer).slice(0, 2000);
      throw new Error(`waited in vain; last seen: ${seen}; the stack logged: ${log.slice(-8).join('\n')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
