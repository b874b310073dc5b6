// The reference agent: registers once, then repeats one request, the sync, with which it says that it is there, reports its tasks and gets
// new ones. functions/agents/README.md describes the protocol.
import { exec } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readSecret } from '../../../entities/access/secret.model.ts';
import { type Client, createClient, type Input } from '../../../functions/client.ts';
import type { Home, Identity } from './home.ts';
import { type Lease, type RunSettings, TaskRun } from './task-run.ts';

export interface Settings extends RunSettings {
  readonly url: string;
  /** A join token; not needed by an agent that has registered. */
  readonly token: string | undefined;
  readonly capabilities: readonly string[];
  readonly capacity: number;
  /** A command that prints observations of targets. */
  readonly observe: string | undefined;
  readonly version: string;
  readonly say: (line: string) => void;
}

type Body = NonNullable<Input<'POST /agents/{agent}/sync'>['body']>;
type Observations = NonNullable<Body['targets']>;

const REQUEST_MS = 20_000;
const OBSERVE_EVERY_MS = 60_000;
const OBSERVE_MS = 30_000;
/** Bytes of logs in one request, after which no task adds more; the service takes 256 KB. */
const MOST_LOGS = 90_000;
const LONGEST_PAUSE_MS = 15_000;
const INACTIVE_PAUSE_MS = 60_000;
/** After its start and after a task, work is likely: the next step of a deployment follows within seconds. */
const ATTENTIVE_MS = 10_000;
const ATTENTIVE_PAUSE_SECONDS = 1;

/** A refusal that no repetition changes. */
export class Refused extends Error {}

const clientOf = (url: string, { tenant, credential }: Pick<Identity, 'tenant'> & { readonly credential?: string }) =>
  createClient({
    ...{ url, tenant },
    ...(credential !== undefined && { token: credential }),
    send: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(REQUEST_MS) }),
  });

async function register({ url, token, version, capabilities, say }: Settings, home: Home): Promise<Identity> {
  const joined = token === undefined ? undefined : readSecret('wlj', token);
  if (token === undefined || !joined) throw new Refused('needs --token with a join token (wlj_…) to register');
  const body = { joinToken: token, version, capabilities: [...capabilities] };
  const reply = await clientOf(url, { tenant: joined.tenantId }).call('POST /agents/register', { body });
  if (!reply.ok) throw new Refused(`could not register: ${reply.body.code} ${reply.body.title}`);
  const { agent, credential } = reply.body;
  const identity = { tenant: joined.tenantId, agentId: agent.id, credential };
  home.keepIdentity(identity);
  say(`registered as ${agent.name} (${agent.id})`);
  return identity;
}

export class Agent {
  private readonly settings: Settings;
  private readonly home: Home;
  private readonly identity: Identity;
  private readonly client: Client;
  private readonly runs = new Map<string, TaskRun>();
  private readonly pause = new AbortController();
  private observations: Observations = [];
  private observedAt = 0;
  private attentiveUntil = Date.now() + ATTENTIVE_MS;
  private problem: string | undefined;
  private isDraining = false;

  private constructor(settings: Settings, home: Home, identity: Identity) {
    this.settings = settings;
    this.home = home;
    this.identity = identity;
    this.client = clientOf(settings.url, identity);
    for (const folder of home.tasks) {
      const run = TaskRun.resume(folder, settings);
      if (run) this.runs.set(run.lease.taskId, run);
    }
  }

  static async start(settings: Settings, home: Home): Promise<Agent> {
    return new Agent(settings, home, home.identity ?? (await register(settings, home)));
  }

  /** Takes no more tasks, and ends when those that it has have ended. */
  drain(): void {
    this.isDraining = true;
    this.pause.abort();
  }

  /** Until it has drained. Throws `Refused` if the service refuses the credential. */
  async run(): Promise<void> {
    for (let failures = 0; ; ) {
      const seconds = await this.sync().catch((error: unknown) => {
        if (error instanceof Refused) throw error;
        this.settings.say(`could not sync: ${(error as Error).message}`);
        return undefined;
      });
      failures = seconds === undefined ? failures + 1 : 0;
      if (this.isDraining && this.runs.size === 0) return;
      const ms = seconds === undefined ? Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures) : seconds * 1000;
      // A drained agent reports its last tasks at once.
      await sleep(ms, undefined, this.isDraining ? {} : { signal: this.pause.signal }).catch(() => undefined);
    }
  }

  private async observe(): Promise<void> {
    const { observe } = this.settings;
    if (observe === undefined || Date.now() - this.observedAt < OBSERVE_EVERY_MS) return;
    this.observedAt = Date.now();
    try {
      const { stdout } = await promisify(exec)(observe, { timeout: OBSERVE_MS });
      const observations: unknown = JSON.parse(stdout);
      if (!Array.isArray(observations)) throw new Error('the command prints no JSON array');
      this.observations = observations as Observations;
      this.problem = undefined;
    } catch (error) {
      this.forgetObservations((error as Error).message);
    }
  }

  private forgetObservations(why: string): void {
    this.observations = [];
    this.problem = `Targets cannot be observed: ${why}`.slice(0, 500).toWellFormed();
  }

  /** One sync; answers the seconds until the next one. */
  private async sync(): Promise<number> {
    await this.observe();
    let left = MOST_LOGS;
    const reports = [...this.runs.values()].map((run) => {
      const one = run.report(left > 0);
      left -= one.size;
      return { run, ...one };
    });
    const body: Body = {
      version: this.settings.version,
      capabilities: [...this.settings.capabilities],
      ...(this.problem !== undefined && { problem: this.problem }),
      targets: this.observations,
      tasks: reports.map(({ report }) => report),
      capacity: this.isDraining ? 0 : this.settings.capacity,
    };
    const reply = await this.client.call('POST /agents/{agent}/sync', {
      params: { agent: this.identity.agentId },
      body,
    });
    if (!reply.ok) {
      const words = `${reply.status} ${reply.body.code} ${reply.body.detail ?? reply.body.title}`;
      if (reply.status === 401 || reply.status === 404) throw new Refused(words);
      if (reply.status >= 500) throw new Error(words);
      this.settings.say(`the sync was refused: ${words}`);
      // The tasks are reported without them.
      if (reply.status < 409 && this.observations.length > 0) {
        this.forgetObservations(reply.body.detail ?? reply.body.title);
        return ATTENTIVE_PAUSE_SECONDS;
      }
      if (reply.body.code === 'agent.inactive') return INACTIVE_PAUSE_MS / 1000;
      return Number(reply.headers.get('retry-after')) || LONGEST_PAUSE_MS / 1000;
    }
    const { leases, cancelled, refusedTasks, nextSyncSeconds } = reply.body;
    const refused = new Map(refusedTasks.map((one) => [one.taskId, one]));
    for (const { run, report, taken } of reports) {
      const { taskId } = run.lease;
      const refusal = refused.get(taskId);
      if (refusal) run.forget();
      else taken();
      if (!refusal && report.status === 'RUNNING') continue;
      this.runs.delete(taskId);
      this.settings.say(`task ${taskId} ${refusal ? `was lost: ${refusal.message}` : `ended ${report.status}`}`);
      this.observedAt = 0;
      this.attentiveUntil = Date.now() + ATTENTIVE_MS;
    }
    for (const { taskId } of cancelled) this.runs.get(taskId)?.stop();
    for (const lease of leases) this.begin(lease);
    return Date.now() < this.attentiveUntil ? Math.min(nextSyncSeconds, ATTENTIVE_PAUSE_SECONDS) : nextSyncSeconds;
  }

  private begin(lease: Lease): void {
    const { taskId, fence, step, digest, target } = lease;
    this.settings.say(`task ${taskId} lease ${fence}: ${step} ${digest ?? 'nothing'} on ${target.name}`);
    this.runs.set(taskId, TaskRun.begin(this.home.folderOf(lease), lease, this.settings));
  }
}
