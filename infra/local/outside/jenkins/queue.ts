// Triggering a build and following it through the queue. An item waits at the first look and has left from the second on;
// looking at its job also makes it leave. Unlike Jenkins, two alike items are never folded into one, so a build triggered
// twice shows. https://www.jenkins.io/doc/book/using/remote-access-api
import type { JsonObject } from '../../contracts.ts';
import { basicCredentials, formFields, saysForm } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { fail, show } from './replies.ts';

/** A queue item as kept under its id in the collection `queue`; `build` is set once it left. */
type QueueItem = {
  id: number;
  job: string;
  user: string;
  parameters: Record<string, string>;
  since: number;
  looks: number;
  build?: number;
};

/** A build as kept under `<job path> <number>` in the collection `builds`. Jobs are paths such as `a/b`. */
export type Build = {
  job: string;
  number: number;
  item: number;
  user: string;
  parameters: Record<string, string>;
  startedAt: number;
};

/** The key of a build. */
export function buildKey(job: string, number: number | ''): string {
  return `${job} ${number}`;
}

/** The job a URL path such as `a/job/b` names; 404 for what is no job or has `missing` in its name. */
export function existingJob(path: string): string {
  const names = path.split('/job/');
  if (names.some((name) => name === '' || name.includes('/')) || /missing/i.test(path)) return fail(404, 'Not Found');
  return names.join('/');
}

/** The absolute URL of a job, with the slash at its end that Jenkins always has. */
export function jobUrl(call: Call, job: string): string {
  const segments = job.split('/').map((name) => `/job/${encodeURIComponent(name)}`);
  return `${call.base}${segments.join('')}/`;
}

/** 201 with the queue item's URL. Parameters come in the query, in a form, or both. */
export function triggerBuild(call: Call): OutsideReply {
  const job = existingJob(param(call, 'path'));
  const {
    token: _token,
    delay: _delay,
    json: _json,
    ...parameters
  } = {
    ...Object.fromEntries(call.request.query),
    ...(saysForm(call.request) ? formFields(call.request.body) : {}),
  };
  const id = call.state.next('queue-item');
  const user = basicCredentials(call.request)?.user ?? '';
  save(call, { id, job, user, parameters, since: call.now, looks: 0 });
  return { status: 201, headers: { location: `${call.base}/queue/item/${id}/` } };
}

export function getItem(call: Call): OutsideReply {
  const item = call.state.get<QueueItem>('queue', param(call, 'item')) ?? fail(404, 'Not Found');
  return show(call, itemResource(call, look(call, item)));
}

/** The items that still wait. Each listing is a look at every item in it. */
export function getQueue(call: Call): OutsideReply {
  const waiting = call.state
    .list<QueueItem>('queue')
    .filter(isWaiting)
    .map((item) => look(call, item))
    .filter(isWaiting);
  return show(call, {
    _class: 'hudson.model.Queue',
    discoverableItems: [],
    items: waiting.map((item) => itemResource(call, item)),
  });
}

/** Starts every waiting item of a job, as looking at the job shows what runs. */
export function startWaiting(call: Call, job: string): void {
  for (const item of call.state.list<QueueItem>('queue')) {
    if (item.job === job && isWaiting(item)) start(call, item);
  }
}

/** The `actions` of a build or an item: its cause and its parameters. */
export function actionsOf(user: string, parameters: Readonly<Record<string, string>>): JsonObject[] {
  return [
    {
      _class: 'hudson.model.ParametersAction',
      parameters: Object.entries(parameters).map(([name, value]) => ({
        _class: 'hudson.model.StringParameterValue',
        name,
        value,
      })),
    },
    {
      _class: 'hudson.model.CauseAction',
      causes: [
        {
          _class: 'hudson.model.Cause$UserIdCause',
          shortDescription: `Started by user ${user}`,
          userId: user,
          userName: user,
        },
      ],
    },
  ];
}

function isWaiting(item: QueueItem): boolean {
  return item.build === undefined;
}

function look(call: Call, item: QueueItem): QueueItem {
  if (isWaiting(item) && item.looks > 0) return start(call, item);
  return save(call, { ...item, looks: item.looks + 1 });
}

function start(call: Call, item: QueueItem): QueueItem {
  const { job, user, parameters } = item;
  const number = call.state.next(`build ${job}`);
  const build: Build = { job, number, item: item.id, user, parameters, startedAt: call.now };
  call.state.put('builds', buildKey(job, number), build);
  return save(call, { ...item, build: number });
}

const save = (call: Call, item: QueueItem): QueueItem => call.state.put('queue', String(item.id), item);

function itemResource(call: Call, item: QueueItem): JsonObject {
  const url = jobUrl(call, item.job);
  const common: JsonObject = {
    _class: isWaiting(item) ? 'hudson.model.Queue$WaitingItem' : 'hudson.model.Queue$LeftItem',
    actions: actionsOf(item.user, item.parameters),
    blocked: false,
    buildable: false,
    id: item.id,
    inQueueSince: item.since,
    params: Object.entries(item.parameters)
      .map(([name, value]) => `\n${name}=${value}`)
      .join(''),
    stuck: false,
    task: {
      _class: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
      name: item.job.split('/').at(-1) ?? '',
      url,
      color: 'blue',
    },
    url: `queue/item/${item.id}/`,
  };
  if (isWaiting(item))
    return { ...common, why: 'In the quiet period. Expires in 4.9 sec', timestamp: item.since + 5000 };
  const executable =
    item.build === undefined
      ? null
      : { _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun', number: item.build, url: `${url}${item.build}/` };
  return { ...common, why: null, cancelled: false, executable };
}
