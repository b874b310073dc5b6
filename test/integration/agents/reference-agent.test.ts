// The reference agent as a process: its work, its restart, and what it does when it loses a lease or the service.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../../../infra/tools/agent/home.ts';
import { digestOf } from '../../api/agents/task-stage.ts';
import { type AgentStage, type Running, startAgentStage } from './agent-stage.ts';

const SUPERVISOR = join(import.meta.dirname, '..', '..', '..', 'infra', 'tools', 'agent', 'supervisor.ts');

let stage: AgentStage;
beforeAll(async () => {
  stage = await startAgentStage();
});
afterAll(() => stage.stop());

const PATIENCE = { timeout: 20_000, interval: 50 };
const statusesOf = async (deploymentId: string) =>
  (await stage.tasks.tasksOf(deploymentId)).map(({ status }) => status);
const textIn = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const file = (name: string) => join(stage.folder, name);
const logOf = async (deploymentId: string, taskId: string) => {
  const { body } = await stage.tasks.asLead('GET', `/deployments/${deploymentId}/tasks/${taskId}/log`);
  return body.items.map(({ text }: { text: string }) => text).join('');
};

/** Kills the agent, then the supervisor of its one task and the command; answers the folder of the task. */
async function interrupted(state: string, { child, ended }: Running): Promise<string> {
  child.kill('SIGKILL');
  await ended;
  const [name = ''] = readdirSync(join(state, 'tasks'));
  const folder = join(state, 'tasks', name);
  process.kill(JSON.parse(textIn(join(folder, 'supervisor.json'))).pid, 'SIGKILL');
  process.kill(-Number(textIn(join(folder, 'command.pid'))), 'SIGKILL');
  return folder;
}

describe('the agent', { timeout: 60_000 }, () => {
  it('registers, runs its command for each task, sends its output and its result, and drains', async () => {
    const credentials = { key: 'the key of the target' };
    const queued = await stage.tasks.queued(2, {}, { credentials });
    const { id, state, begin, joinToken } = await stage.agent(queued.environmentId);
    const command = [
      'echo "puts $WINDLASS_STEP $WINDLASS_DIGEST on $WINDLASS_TARGET with é"',
      'cat "$WINDLASS_CREDENTIALS_FILE" | wc -c',
      `printf '{"message":"Done","digest":"%s"}' "$WINDLASS_DIGEST" > "$WINDLASS_RESULT_FILE"`,
    ].join('; ');
    const agent = begin(command, ['--concurrency', '2']);
    await expect.poll(() => statusesOf(queued.deploymentId), PATIENCE).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    agent.child.kill('SIGTERM');
    expect(await agent.ended).toBe(0);
    for (const { taskId, targetName, message, agentId } of await stage.tasks.tasksOf(queued.deploymentId)) {
      const size = JSON.stringify(credentials).length;
      const log = (await logOf(queued.deploymentId, taskId)).split('\n').map((line: string) => line.trim());
      expect(log).toEqual([`puts DEPLOY ${digestOf('b')} on ${targetName} with é`, String(size), '']);
      expect([message, agentId]).toEqual(['Done', id]);
    }
    expect(statSync(join(state, 'identity.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(state, 'tasks'))).toEqual([]);
    expect(agent.lines.join('\n')).not.toMatch(new RegExp(`${joinToken}|wla_|${credentials.key}`));
  });

  it('goes on with its task after it was killed, under its first credential', async () => {
    const queued = await stage.tasks.queued();
    const { begin } = await stage.agent(queued.environmentId);
    const ran = file('ran-once');
    const first = begin(`echo begun >> ${ran}; sleep 3; echo done; exit 3`);
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\n');
    first.child.kill('SIGKILL');
    await first.ended;
    begin('echo another command');
    await expect.poll(() => statusesOf(queued.deploymentId), PATIENCE).toEqual(['FAILED']);
    const [task] = await stage.tasks.tasksOf(queued.deploymentId);
    expect([task?.message, task?.fence, textIn(ran)]).toEqual(['The command ended with status 3', 1, 'begun\n']);
    expect(await logOf(queued.deploymentId, task?.taskId ?? '')).toBe('done\n');
  });

  it.each([
    ['has failed', [], 'FAILED', 'begun\n'],
    ['is run again if that is allowed', ['--idempotent'], 'SUCCEEDED', 'begun\nbegun\n'],
  ])('reports that a command which was interrupted with its host %s', async (_, more, status, runs) => {
    const queued = await stage.tasks.queued();
    const { state, begin } = await stage.agent(queued.environmentId);
    const ran = file(`interrupted-${more.length}`);
    const command = `echo begun >> ${ran}; test "$(wc -l < ${ran})" = 2 || sleep 60`;
    const first = begin(command, more);
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\n');
    first.child.kill('SIGKILL');
    await first.ended;
    const [folder = ''] = readdirSync(join(state, 'tasks'));
    process.kill(JSON.parse(textIn(join(state, 'tasks', folder, 'supervisor.json'))).pid, 'SIGKILL');
    begin(command, more);
    await expect.poll(() => statusesOf(queued.deploymentId), PATIENCE).toEqual([status]);
    expect(textIn(ran)).toBe(runs);
  });

  it.each([
    ['a digest that is none', '{"digest":"latest"}', 'FAILED', 'The command wrote no digest such as sha256:…'],
    ['a long message', `{"message":"${'é'.repeat(600)}"}`, 'SUCCEEDED', 'é'.repeat(500)],
    ['an empty message', '{"message":"  "}', 'SUCCEEDED', undefined],
    ['no object', '[1]', 'SUCCEEDED', undefined],
  ])('reports a result with %s, and goes on', async (_, result, status, message) => {
    const queued = await stage.tasks.queued();
    const { begin } = await stage.agent(queued.environmentId);
    begin(`printf '%s' '${result}' > "$WINDLASS_RESULT_FILE"`);
    await expect.poll(() => statusesOf(queued.deploymentId), PATIENCE).toEqual([status]);
    expect((await stage.tasks.tasksOf(queued.deploymentId))[0]?.message).toBe(message);
  });

  it('sends an output of control characters in parts that the service takes', async () => {
    const queued = await stage.tasks.queued();
    const { begin } = await stage.agent(queued.environmentId);
    begin('head -c 48000 /dev/zero; printf end');
    await expect.poll(() => statusesOf(queued.deploymentId), PATIENCE).toEqual(['SUCCEEDED']);
    const [task] = await stage.tasks.tasksOf(queued.deploymentId);
    const log = await logOf(queued.deploymentId, task?.taskId ?? '');
    expect([log.length, log.endsWith('end')]).toEqual([48_003, true]);
  });

  it.each([
    ['refuses', `'[{"targetId":"x","healthStatus":"FINE"}]'`, 'targets[0].healthStatus'],
    ['is no array', `'{}'`, 'the command prints no JSON array'],
  ])('goes on with its tasks without an observation that %s', async (_, printed, words) => {
    const queued = await stage.tasks.queued();
    const { id, begin } = await stage.agent(queued.environmentId);
    const observed = file(`observed-${id}`);
    begin('sleep 1', [
      '--observe',
      `test -e ${observed} && printf '%s' ${printed} || { echo > ${observed}; echo '[]'; }`,
    ]);
    await expect.poll(() => statusesOf(queued.deploymentId), PATIENCE).toEqual(['SUCCEEDED']);
    const problem = async () => (await stage.tasks.asLead('GET', `/agents/${id}`)).body.problem;
    await expect.poll(problem, PATIENCE).toContain(words);
  });

  it('asks again at once after its start and after a task, when work follows soon', async () => {
    const first = await stage.tasks.queued();
    const { id, begin } = await stage.agent(first.environmentId);
    begin('true');
    await expect.poll(() => statusesOf(first.deploymentId), PATIENCE).toEqual(['SUCCEEDED']);
    const next = await stage.tasks.queued();
    await stage.tasks.asLead('PATCH', `/agents/${id}`, { environmentIds: [next.environmentId] });
    // An idle agent would come after fifteen seconds.
    const soon = { timeout: 9_000, interval: 50 };
    await expect.poll(() => statusesOf(next.deploymentId), soon).toEqual(['SUCCEEDED']);
  });

  it('ends a command whose lease it has lost', async () => {
    const queued = await stage.tasks.queued();
    const { begin } = await stage.agent(queued.environmentId);
    const [ran, survived] = [file('lost'), file('lost-survived')];
    const agent = begin(
      `echo begun >> ${ran}; trap 'echo ended >> ${ran}; exit' TERM; sleep 4 & wait; echo > ${survived}`,
    );
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\n');
    const [task] = await stage.tasks.tasksOf(queued.deploymentId);
    if (task) await stage.tasks.world.seed(stage.tasks.deps.tasks.update(task, task.updatedAt, { fence: 9 }));
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\nended\n');
    expect([agent.lines.at(-1), existsSync(survived)]).toEqual([expect.stringContaining('was lost'), false]);
  });

  it('leaves a program that the command has begun time to end', async () => {
    const queued = await stage.tasks.queued();
    const { begin } = await stage.agent(queued.environmentId);
    const ran = file('tidy');
    const program = `trap 'sleep 1; echo ended >> ${ran}; exit' TERM; echo begun >> ${ran}; sleep 60 & wait`;
    begin(`sh -c "${program}"; true`);
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\n');
    const [task] = await stage.tasks.tasksOf(queued.deploymentId);
    if (task) await stage.tasks.world.seed(stage.tasks.deps.tasks.update(task, task.updatedAt, { fence: 9 }));
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\nended\n');
  });

  it('ends a command that ignores its signal, after the lease was lost', async () => {
    const queued = await stage.tasks.queued();
    const { begin } = await stage.agent(queued.environmentId);
    const ran = file('stubborn');
    begin(`trap '' TERM; echo $$ > ${ran}; while true; do sleep 1; done`);
    await expect.poll(() => textIn(ran), PATIENCE).not.toBe('');
    const [task] = await stage.tasks.tasksOf(queued.deploymentId);
    if (task) await stage.tasks.world.seed(stage.tasks.deps.tasks.update(task, task.updatedAt, { fence: 9 }));
    await expect.poll(() => isAlive(Number(textIn(ran)), ran), PATIENCE).toBe(false);
  });

  it('runs a command once, if it was killed before it knew the supervisor that it had started', async () => {
    const queued = await stage.tasks.queued();
    const { state, begin } = await stage.agent(queued.environmentId);
    const ran = file('unnoted');
    const command = `echo begun >> ${ran}; sleep 2; echo ended >> ${ran}`;
    const first = begin(command);
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\n');
    const folder = await interrupted(state, first);
    for (const path of [join(folder, 'supervisor.json'), join(folder, 'command.pid'), ran]) rmSync(path);
    const unnoted = spawn(process.execPath, [SUPERVISOR, folder], { stdio: 'ignore' });
    const ended = once(unnoted, 'exit');
    begin(command);
    await expect.poll(() => statusesOf(queued.deploymentId), PATIENCE).toEqual(['SUCCEEDED']);
    await ended;
    expect(textIn(ran)).toBe('begun\nended\n');
  });

  it('leaves a process alone that has got the id of an interrupted command since', async () => {
    const queued = await stage.tasks.queued();
    const { state, begin } = await stage.agent(queued.environmentId);
    const ran = file('reused');
    const first = begin(`echo begun >> ${ran}; sleep 60`);
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\n');
    const folder = await interrupted(state, first);
    const stranger = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    writeFileSync(join(folder, 'command.pid'), String(stranger.pid));
    begin('true');
    await expect.poll(() => statusesOf(queued.deploymentId), PATIENCE).toEqual(['FAILED']);
    expect(stranger.signalCode).toBe(null);
    stranger.kill('SIGKILL');
  });

  it('does not repeat an interrupted command whose lease was lost meanwhile', async () => {
    const queued = await stage.tasks.queued();
    const { state, begin } = await stage.agent(queued.environmentId);
    const ran = file('stale');
    const command = `echo begun >> ${ran}; sleep 60`;
    const first = begin(command, ['--idempotent']);
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\n');
    await interrupted(state, first);
    const [task] = await stage.tasks.tasksOf(queued.deploymentId);
    if (task) await stage.tasks.world.seed(stage.tasks.deps.tasks.update(task, task.updatedAt, { fence: 9 }));
    stage.setDown(true);
    const second = begin(command, ['--idempotent']);
    await expect.poll(() => second.lines.join('\n'), PATIENCE).toContain('could not sync');
    // Longer than a command needs to begin.
    await expect.poll(() => second.lines.length, PATIENCE).toBeGreaterThan(2);
    stage.setDown(false);
    await expect.poll(() => second.lines.at(-1), PATIENCE).toContain('was lost');
    expect(textIn(ran)).toBe('begun\n');
  });

  it('ends a command when it cannot reach the service: another agent may get the task', async () => {
    const queued = await stage.tasks.queued();
    const { begin } = await stage.agent(queued.environmentId);
    const ran = file('alone');
    begin(`echo begun >> ${ran}; trap 'echo ended >> ${ran}; exit' TERM; sleep 60 & wait`, ['--silence', '3']);
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\n');
    stage.setDown(true);
    await expect.poll(() => textIn(ran), PATIENCE).toBe('begun\nended\n');
    stage.setDown(false);
    await expect.poll(() => statusesOf(queued.deploymentId), PATIENCE).toEqual(['FAILED']);
    const [task] = await stage.tasks.tasksOf(queued.deploymentId);
    expect(task?.message).toBe('The agent lost the connection: another one may have the task');
  });

  it('observes targets by a command', async () => {
    const { environmentId, targetIds } = await stage.tasks.queued();
    const { begin } = await stage.agent(environmentId);
    const seen = JSON.stringify([{ targetId: targetIds[0], healthStatus: 'HEALTHY', digest: digestOf('a') }]);
    begin('true', ['--observe', `echo '${seen}'`]);
    await expect.poll(async () => (await stage.tasks.shown(targetIds[0])).observedDigest, PATIENCE).toBe(digestOf('a'));
  });
});

describe('the command line', () => {
  it.each([
    ['--help', 0, 'Usage: npm run agent'],
    ['', 2, 'Usage: npm run agent'],
    ['--unknown', 2, 'agent: Unknown option'],
    ['--url URL --capabilities shell --command true --concurrency 0', 2, 'Usage: npm run agent'],
    ['--url URL --capabilities shell --command true --silence 56', 2, 'Usage: npm run agent'],
    ['--url URL --capabilities shell --command true', 1, 'agent: needs --token'],
    ['--url URL --capabilities shell --command true --token wlj_x', 1, 'agent: needs --token'],
  ])('%s ends with %i', async (words, status, line) => {
    const args = words.replace('URL', stage.url).split(' ').filter(Boolean);
    const run = stage.launch(args.length > 1 ? [...args, '--state', file('none')] : args);
    expect([await run.ended, run.lines[0]]).toEqual([status, expect.stringContaining(line)]);
  });

  it('is refused with a join token that was used', async () => {
    const { environmentId } = await stage.tasks.queued(0);
    const { joinToken, begin } = await stage.agent(environmentId);
    begin('true');
    await expect
      .poll(() => stage.tasks.asLead('GET', '/agents').then(({ body }) => body.items[0].status), PATIENCE)
      .toBe('ONLINE');
    const args = ['--url', stage.url, '--capabilities', 'shell', '--command', 'true', '--state', file('other')];
    const again = stage.launch([...args, '--token', joinToken]);
    expect([await again.ended, again.lines[0]]).toEqual([1, expect.stringContaining('agent.join_refused')]);
  });
});
