// The command `npm run agent`: the reference agent. It runs one command for each task of a deployment.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Agent, Refused } from './agent/agent.ts';
import { Home } from './agent/home.ts';

const USAGE = `Usage: npm run agent -- --url <url> --capabilities <words> --command <command> [options]

  --url <url>             the address of Windlass, e.g. https://windlass.example
  --token <token>         the join token (wlj_…) of the agent, for its first start; or the variable WINDLASS_JOIN_TOKEN
  --capabilities <words>  what it can do, separated by commas, e.g. shell,docker
  --command <command>     run by sh for each task; status 0 is success
  --idempotent            the command may be run again for the same task after it was interrupted
  --concurrency <n>       tasks at the same time; default 1
  --observe <command>     prints a JSON array of observations of targets, each minute
  --state <folder>        its credential and the tasks that it has, over restarts; default .windlass-agent
  --silence <seconds>     a command is ended if Windlass was not reached for so long; default 50, at most 55
  --help                  shows this

The command finds its task in variables: WINDLASS_TASK_ID, WINDLASS_FENCE, WINDLASS_STEP (DEPLOY or ROLLBACK), WINDLASS_DIGEST (to put
there; empty: remove what runs there), WINDLASS_PREVIOUS_DIGEST, WINDLASS_STICKER, WINDLASS_TARGET, WINDLASS_TARGET_ID,
WINDLASS_TARGET_TYPE, WINDLASS_CONNECTION and WINDLASS_LABELS (JSON), WINDLASS_COMPONENT, WINDLASS_SERVICE, WINDLASS_RELEASE_ID,
WINDLASS_DEPLOYMENT_ID, WINDLASS_ENVIRONMENT_ID; WINDLASS_CREDENTIALS_FILE (JSON, for its owner alone). It may write
{ "message", "digest", "stickerHash" } to WINDLASS_RESULT_FILE. Its output is the log of the task.

SIGTERM: it takes no more tasks and ends with those that it has; a second one ends it at once. Exit status: 0 when it has ended, 1 if
Windlass refuses it, 2 for wrong arguments.`;

const options = {
  url: { type: 'string' },
  token: { type: 'string' },
  capabilities: { type: 'string' },
  command: { type: 'string' },
  idempotent: { type: 'boolean', default: false },
  concurrency: { type: 'string', default: '1' },
  observe: { type: 'string' },
  state: { type: 'string', default: '.windlass-agent' },
  silence: { type: 'string', default: '50' },
  help: { type: 'boolean', default: false },
} as const;

const VERSION = '1.0.0';
const MOST_CONCURRENT = 50;
/** A lease is 60 seconds longer than the last report at least. */
const MOST_SILENCE = 55;

const isWithin = (text: string, most: number): boolean =>
  /^\d+(?:\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= most;

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  const { url, capabilities, command, concurrency, silence, observe } = values;
  const isFit =
    isWithin(concurrency, MOST_CONCURRENT) && Number.isInteger(Number(concurrency)) && isWithin(silence, MOST_SILENCE);
  if (values.help || url === undefined || capabilities === undefined || command === undefined || !isFit) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const home = new Home(resolve(values.state));
  home.lock();
  try {
    const agent = await Agent.start(
      {
        ...{ url: url.replace(/\/$/, ''), command, observe, version: VERSION, isIdempotent: values.idempotent },
        token: values.token ?? process.env.WINDLASS_JOIN_TOKEN,
        capabilities: capabilities.split(','),
        capacity: Number(concurrency),
        silenceMs: Number(silence) * 1000,
        say: (line) => console.log(line),
      },
      home,
    );
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        agent.drain();
        process.once(signal, () => process.exit(0));
      });
    }
    await agent.run();
    return 0;
  } finally {
    home.unlock();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`agent: ${(error as Error).message}`);
  process.exitCode = error instanceof Refused ? 1 : 2;
}
