// The effects of a release of any mix of integrations, read from the inbox of the stand-ins, with how often each was
// seen. Each is wanted once. A request that a service refused, or failed before doing anything, had no effect.

import type { Body } from '../stack.ts';
import type { Ended } from './mixed-driver.ts';
import type { Comms, Mix, Tickets } from './release-mix.ts';

export interface Inbox {
  /** The messages that the deployment endpoint took, each once however often it came. */
  readonly deployments: readonly Body[];
  of(service: string, method: string, path: RegExp): readonly Body[];
}

/** The requests of an inbox that came to something. */
export function inboxOf(items: readonly Body[], deployments: readonly Body[]): Inbox {
  const byService = Map.groupBy(
    items.filter(({ status }) => status >= 200 && status < 300),
    ({ service }) => service,
  );
  return {
    deployments,
    of: (service, method, path) =>
      (byService.get(service) ?? []).filter((item) => item.method === method && path.test(item.path)),
  };
}

/** Titles of what people are told of a release with one build and one target that nothing holds up. */
const TOLD = [
  'Release created',
  'Kicked off',
  'Build triggered',
  'Build succeeded',
  'Regression started',
  'Approval wanted',
  'Regression signed off',
  'Submitted',
  'Target released',
  'Released',
];
/** Stages alone. */
const TOLD_IN_TICKETS = [
  'Kicked off',
  'Regression started',
  'Regression signed off',
  'Submitted',
  'Target released',
  'Released',
];

const has = (item: Body, name: string, value: string) =>
  JSON.stringify(item.body).includes(`${JSON.stringify(name)}:${JSON.stringify(value)}`);

type Count = (inbox: Inbox, version: string) => readonly (readonly [string, number])[];

const SCM: Readonly<Record<Mix['scm'], Count>> = {
  GITHUB: (inbox, version) => {
    const refs = inbox.of('github', 'POST', /\/mixed\/git\/refs$/);
    const pages = inbox.of('github', 'POST', /\/mixed\/releases$/);
    return [
      ['branch', refs.filter((item) => has(item, 'ref', `refs/heads/release/${version}`)).length],
      ['tag', refs.filter((item) => has(item, 'ref', `refs/tags/v${version}`)).length],
      ['page', pages.filter((item) => has(item, 'tag_name', `v${version}`)).length],
    ];
  },
  GITLAB: (inbox, version) => {
    const of = (end: RegExp, name: string, value: string) =>
      inbox.of('gitlab', 'POST', end).filter((item) => has(item, name, value)).length;
    return [
      ['branch', of(/\/repository\/branches$/, 'branch', `release/${version}`)],
      ['tag', of(/\/repository\/tags$/, 'tag_name', `v${version}`)],
      ['page', of(/\/releases$/, 'tag_name', `v${version}`)],
    ];
  },
  BITBUCKET: (inbox, version) => {
    const of = (end: RegExp, name: string) =>
      inbox.of('bitbucket', 'POST', end).filter((item) => has(item, 'name', name)).length;
    return [
      ['branch', of(/\/refs\/branches$/, `release/${version}`)],
      ['tag', of(/\/refs\/tags$/, `v${version}`)],
    ];
  },
};

const CI: Readonly<Record<Mix['ci'], Count>> = {
  JENKINS: (inbox, version) => {
    const builds = inbox.of('jenkins', 'POST', /\/buildWithParameters$/);
    return [['build', builds.filter((item) => has(item, 'RELEASE_VERSION', version)).length]];
  },
  GITHUB_ACTIONS: (inbox, version) => {
    const runs = inbox.of('github', 'POST', /\/dispatches$/);
    return [['build', runs.filter((item) => has(item, 'RELEASE_VERSION', version)).length]];
  },
  GITLAB_CI: (inbox, version) => {
    const pipelines = inbox.of('gitlab', 'POST', /\/pipeline$/);
    return [['build', pipelines.filter((item) => has(item, 'ref', `release/${version}`)).length]];
  },
};

const TARGET: Readonly<Record<Mix['target'], Count>> = {
  APP_STORE: (inbox, version) => {
    const versions = inbox.of('app-store', 'POST', /\/v1\/appStoreVersions$/);
    return [['submission', versions.filter((item) => has(item, 'versionString', version)).length]];
  },
  PLAY_STORE: (inbox, version) => {
    // Writes into an edit have no effect before that edit is committed.
    const commits = inbox.of('play-store', 'POST', /:commit$/).map(({ path }) => path);
    const written = inbox.of('play-store', 'PUT', /\/tracks\/production$/).filter((item) => has(item, 'name', version));
    const edits = new Set(written.map(({ path }) => path.replace(/\/tracks\/.*$/, ':commit')));
    return [['submission', commits.filter((path) => edits.has(path)).length]];
  },
  WEB: ({ deployments }, version) => [
    ['deployment', deployments.filter((deployment) => deployment.version === version).length],
  ],
};

const titled = (texts: readonly string[], titles: readonly string[], releaseKey: string) =>
  titles.map((title) => {
    const count = texts.filter((text) => text.split('\n')[0]?.trim() === `${title}: ${releaseKey}`).length;
    return [`"${title}"`, count] as const;
  });

const COMMS: Readonly<Record<Comms, (inbox: Inbox, releaseKey: string) => readonly (readonly [string, number])[]>> = {
  SLACK: (inbox, releaseKey) => {
    const messages = inbox.of('slack', 'POST', /\/chat\.postMessage$/);
    const parents = messages.filter(({ body }) => body.text.startsWith(`${releaseKey}: `)).length;
    const texts = messages.map(({ body }) => body.text as string);
    return [['parent message', parents], ...titled(texts, TOLD, releaseKey)];
  },
  EMAIL: (inbox, releaseKey) => {
    const mails = inbox.of('ses', 'POST', /\/outbound-emails$/);
    const subjects = mails.map(({ body }) => body.Content.Simple.Subject.Data as string);
    return titled(subjects, TOLD, releaseKey);
  },
};

/** Every text in a value, as Jira's documents nest them. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

const TICKETS: Readonly<Record<Tickets, (inbox: Inbox, ended: Ended, releaseKey: string) => [string, number][]>> = {
  JIRA: (inbox, { version, release }, releaseKey) => {
    const key = release.iOSEpicId ?? release.androidEpicId ?? release.webEpicId;
    const epics = inbox
      .of('jira', 'POST', /\/issue$/)
      .filter(({ body }) => body.fields.summary.includes(` ${version} (`));
    const comments = inbox.of('jira', 'POST', new RegExp(`/issue/${key}/comment$`));
    const texts = comments.map(({ body }) => textsIn(body).find((text) => text.includes(releaseKey)) ?? '');
    const closings = inbox.of('jira', 'POST', new RegExp(`/issue/${key}/transitions$`));
    return [
      ['epic', epics.length],
      ...titled(texts, TOLD_IN_TICKETS, releaseKey).map(([what, seen]): [string, number] => [`comment ${what}`, seen]),
      ['closing', closings.length],
    ];
  },
  LINEAR: (inbox, { version }, releaseKey) => {
    const sent = (mutation: string) =>
      inbox.of('linear', 'POST', /\/graphql$/).filter(({ body }) => body.query.includes(`${mutation}(`));
    const issues = sent('issueCreate').filter(({ body }) => body.variables.input.title.includes(` ${version} (`));
    const id = issues[0]?.body.variables.input.id;
    const comments = sent('commentCreate').filter(({ body }) => body.variables.input.issueId === id);
    const texts = comments.map(({ body }) => body.variables.input.body as string);
    const closings = sent('issueUpdate').filter(({ body }) => body.variables.id === id);
    return [
      ['epic', issues.length],
      ...titled(texts, TOLD_IN_TICKETS, releaseKey).map(([what, seen]): [string, number] => [`comment ${what}`, seen]),
      ['closing', closings.length],
    ];
  },
};

/** `7.3.0 GITHUB branch: 0` for each effect of a release that was not seen once. */
export function wrongIn(inbox: Inbox, ended: Ended): string[] {
  const { version, mix, release } = ended;
  const { releaseKey } = release;
  const named = (service: string, effects: readonly (readonly [string, number])[]) =>
    effects.map(([what, seen]) => ({ what: `${version} ${service} ${what}`, seen }));
  return [
    ...named(mix.scm, SCM[mix.scm](inbox, version)),
    ...named(mix.ci, CI[mix.ci](inbox, version)),
    ...named(mix.target, TARGET[mix.target](inbox, version)),
    ...named(mix.comms, COMMS[mix.comms](inbox, releaseKey)),
    ...named(mix.tickets, TICKETS[mix.tickets](inbox, ended, releaseKey)),
  ].flatMap(({ what, seen }) => (seen === 1 ? [] : [`${what}: ${seen}`]));
}
