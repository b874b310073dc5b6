// The reference agent as a process, against the operations of the agents domain on a real table behind HTTP.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { startTasks, tenantId } from '../../api/agents/task-stage.ts';
import { NOW_ISO, TENANT_ID } from '../../support/release-world.ts';

const AGENT = join(import.meta.dirname, '..', '..', '..', 'infra', 'tools', 'agent.ts');

export interface Running {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly ended: Promise<number | null>;
}

export type AgentStage = Awaited<ReturnType<typeof startAgentStage>>;

export async function startAgentStage() {
  const tasks = await startTasks();
  await tasks.world.seed(tasks.world.tenants.create({ tenantId, slug: 'acme', name: 'Acme', createdAt: NOW_ISO }));
  const folder = mkdtempSync(join(tmpdir(), 'windlass-agent-'));
  const running = new Set<Running>();
  let isDown = false;
  const server = createServer(async (request, response) => {
    const [path = ''] = (request.url ?? '').replace(`/api/v1/${TENANT_ID}`, '').split('?');
    const body = await json(request);
    if (isDown) return void response.writeHead(503).end('{}');
    // The authorizer is not part of this: the credential is looked at here.
    const userId = /^\/agents\/([^/]+)\/sync$/.exec(path)?.[1];
    const isKnown = userId === undefined || request.headers.authorization?.startsWith('Bearer wla_') === true;
    const who = userId === undefined ? {} : ({ role: 'AGENT', userId } as const);
    const reply = await tasks.call({ ...who, method: 'POST', path, body });
    response.writeHead(isKnown ? reply.status : 401, { 'content-type': 'application/json' });
    response.end(isKnown ? reply.text : '{"code":"request.unauthenticated","title":"no"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function launch(args: readonly string[]): Running {
    const child = spawn(process.execPath, [AGENT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) =>
        lines.push(
          ...String(chunk)
            .split('\n')
            .filter((line) => line !== ''),
        ),
      );
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const one = { child, lines, ended };
    running.add(one);
    void ended.then(() => running.delete(one));
    return one;
  }

  return {
    ...{ tasks, url, folder, launch },
    setDown: (value: boolean) => {
      isDown = value;
    },
    /** An agent of an environment, with its folder; `command` is what it runs. */
    async agent(environmentId: string) {
      const { id, name, joinToken } = await tasks.agent({ environmentIds: [environmentId] });
      const state = join(folder, String(name));
      const begin = (command: string, more: readonly string[] = []) =>
        launch([
          ...['--url', url, '--token', String(joinToken), '--capabilities', 'shell', '--state', state],
          ...['--command', command, ...more],
        ]);
      return { id: String(id), state, begin, joinToken: String(joinToken) };
    },
    async stop() {
      const left = [...running];
      for (const { child } of left) child.kill('SIGKILL');
      await Promise.all(left.map(({ ended }) => ended));
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await tasks.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
