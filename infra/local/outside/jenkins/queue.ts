// Triggering a build and following it through the queue. An item waits at the first look and has left from the second on;
// looking at its job also makes it leave. Unlike Jenkins, two alike items are never folded into one, so a build triggered
// twice shows. https://www.jenkins.io/doc/book/using/remote-access-api
import type { JsonObject } from '../../contracts.ts';
import { formFields, saysForm } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { fail, show } from './replies.ts';

/** A queue item as kept under its id in the collection `queue`; `build` is set once it left. */
type QueueItem = {
  id: number;
  job: string;
  parameters: Record<string, string>;
  looks: number;
  build?: number;
};

/** A build as kept under `<job path> <number>` in the collection `builds`. Jobs are paths such as `a/b`. */
export type Build = {
  job: string;
  number: number;
  item: number;
  parameters: Record<string, string>;
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
  save(call, { id, job, parameters, looks: 0 });
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
  return show(call, { items: waiting.map((item) => itemResource(call, item)) });
}

/** Starts every waiting item of a job, as looking at the job shows what runs. */
export function startWaiting(call: Call, job: string): void {
  for (const item of call.state.list<QueueItem>('queue')) {
    if (item.job === job && isWaiting(item)) start(call, item);
  }
}

/** The `actions` of a build or an item: its parameters. */
export const actionsOf = (parameters: Readonly<Record<string, string>>): JsonObject[] => [
  { parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })) },
];

function isWaiting(item: QueueItem): boolean {
  return item.build === undefined;
}

function look(call: Call, item: QueueItem): QueueItem {
  if (isWaiting(item) && item.looks > 0) return start(call, item);
  return save(call, { ...item, looks: item.looks + 1 });
}

function start(call: Call, item: QueueItem): QueueItem {
  const { job, parameters } = item;
  const number = call.state.next(`build ${job}`);
  const build: Build = { job, number, item: item.id, parameters };
  call.state.put('builds', buildKey(job, number), build);
  return save(call, { ...item, build: number });
}

const save = (call: Call, item: QueueItem): QueueItem => call.state.put('queue', String(item.id), item);

function itemResource(call: Call, { id, job, parameters, build }: QueueItem): JsonObject {
  const executable = build === undefined ? null : { number: build, url: `${jobUrl(call, job)}${build}/` };
  return { id, actions: actionsOf(parameters), cancelled: false, executable };
}
