// Each CI system of a storm, with its answer when it starts a build and its events while it runs: Jenkins with our
// parameters and a job that declares none, GitHub Actions, GitLab, and a system that sends CDEvents.
import type { TriggeredBuild } from '../../../functions/_adapters/adapter.ts';
import { TENANT_ID } from '../../support/http.ts';
import type { CiEvent } from './storm-network.ts';

/** A pipeline of every release in the storm: its integration has the same id in every run. */
export const PIPELINES = {
  marked: { id: '0192f000-0000-7000-8000-000000000101', type: 'JENKINS', config: { jobPath: 'marked' } },
  plain: { id: '0192f000-0000-7000-8000-000000000102', type: 'JENKINS', config: { jobPath: 'plain' } },
  actions: { id: '0192f000-0000-7000-8000-000000000103', type: 'GITHUB_ACTIONS', config: { workflow: 'actions.yml' } },
  gitlab: { id: '0192f000-0000-7000-8000-000000000104', type: 'GITLAB_CI', config: {} },
  tekton: { id: '0192f000-0000-7000-8000-000000000105', type: 'JENKINS', config: { jobPath: 'app' } },
} as const;
export type Sender = keyof typeof PIPELINES;
export const SENDERS = Object.keys(PIPELINES) as readonly Sender[];
export type End = 'SUCCESS' | 'FAILED' | 'CANCELLED';

export interface Build {
  /** Of the build in all runs, for example `actions 7/2`. */
  readonly name: string;
  readonly sender: Sender;
  readonly release: number;
  readonly branch: string;
  readonly triggerId: string;
  /** Grows within a job, and belongs to no other release. */
  readonly number: number;
}

export const startedBuild = (sender: Sender, branch: string, triggerId: string, count: number): Build => {
  const release = Number(/(\d+)\.0$/.exec(branch)?.[1]);
  return {
    name: `${sender} ${release}/${count}`,
    sender,
    release,
    branch,
    triggerId,
    number: release * 100 + 2 * count,
  };
};

interface System {
  urlOf(build: Build): string;
  answer(build: Build): TriggeredBuild;
  /** Up to where it runs, with everything about its jobs, which is no news about the build. */
  begin(build: Build): CiEvent[];
  end(build: Build, end: End): CiEvent[];
  /** That a failed build is run again where it was built, and succeeds. */
  runAgain?(build: Build): CiEvent[];
}

/** Without a sender it is put on the bus by the system itself. */
const tell = ({ release }: Build, source: string, type: string, payload: object, sender?: Sender): CiEvent => ({
  release,
  source,
  'detail-type': type,
  detail: { tenantId: TENANT_ID, payload, ...(sender && { integrationId: PIPELINES[sender].id }) },
});

const JOBS = ['lint', 'test', 'package'] as const;

const JENKINS = { SUCCESS: 'SUCCESS', FAILED: 'FAILURE', CANCELLED: 'ABORTED' } as const;
const jenkinsUrl = ({ sender, number }: Build) => `https://ci.test/job/${sender}/${number}/`;
const queueId = ({ number }: Build) => 1_000_000 + number;

function jenkins(build: Build, phase: string, status?: string, artifacts: object = {}): CiEvent {
  const { sender, number, branch, triggerId } = build;
  const parameters = { BRANCH: branch, WINDLASS_TRIGGER_ID: triggerId };
  const started = phase === 'QUEUED' ? {} : { number, full_url: jenkinsUrl(build), artifacts };
  return tell(
    build,
    'ci.jenkins',
    'build',
    {
      ...{ name: sender, url: `job/${sender}/` },
      build: {
        ...{ queue_id: queueId(build), phase, ...started, ...(status && { status }) },
        ...(sender === 'marked' ? { parameters } : { scm: { branch: `origin/${branch}` } }),
      },
    },
    sender,
  );
}
const jenkinsEnd = (build: Build, end: End): CiEvent[] => {
  const artifacts = { app: { archive: `${jenkinsUrl(build)}artifact/app` } };
  return [jenkins(build, 'COMPLETED', JENKINS[end]), jenkins(build, 'FINALIZED', JENKINS[end], artifacts)];
};
const onJenkins: System = {
  urlOf: jenkinsUrl,
  answer: (build) => ({ buildUrl: `https://ci.test/queue/item/${queueId(build)}/`, externalId: `${queueId(build)}` }),
  begin: (build) => [jenkins(build, 'QUEUED'), jenkins(build, 'STARTED')],
  end: jenkinsEnd,
};

const runUrl = ({ number }: Build) => `https://github.test/acme/app/actions/runs/${number}`;
const GITHUB = { SUCCESS: 'success', FAILED: 'failure', CANCELLED: 'cancelled' } as const;
const github = (build: Build, status: string, conclusion: string | null, run_attempt = 1): CiEvent =>
  tell(build, 'ci.github', 'workflow_run', {
    workflow_run: {
      ...{ id: build.number, run_number: build.number, run_attempt, status, conclusion, event: 'workflow_dispatch' },
      ...{ path: '.github/workflows/actions.yml', head_branch: build.branch, html_url: runUrl(build) },
    },
  });

const githubJobs = (build: Build): CiEvent[] =>
  JOBS.flatMap((name) =>
    ['queued', 'in_progress', 'completed'].map((status) =>
      tell(build, 'ci.github', 'workflow_job', { workflow_job: { run_id: build.number, name, status } }),
    ),
  );

const pipelineUrl = ({ number }: Build) => `https://gitlab.test/acme/app/-/pipelines/${number}`;
const GITLAB = { SUCCESS: 'success', FAILED: 'failed', CANCELLED: 'canceled' } as const;
function gitlab(build: Build, status: string, finished_at: string | null = null): CiEvent {
  const { number, branch, triggerId } = build;
  const variables = [{ key: 'WINDLASS_TRIGGER_ID', value: triggerId }];
  const object = { id: number, iid: number, ref: branch, status, source: 'api', url: pipelineUrl(build), finished_at };
  return tell(build, 'ci.gitlab', 'Pipeline Hook', { object_attributes: { ...object, variables } }, 'gitlab');
}

const gitlabJobs = (build: Build): CiEvent[] =>
  JOBS.flatMap((build_name) =>
    ['pending', 'running', 'success'].map((build_status) =>
      tell(build, 'ci.gitlab', 'Job Hook', { pipeline_id: build.number, build_name, build_status }, 'gitlab'),
    ),
  );

const tektonUrl = ({ number }: Build) => `https://tekton.test/runs/${number}`;
const TEKTON = { SUCCESS: 'success', FAILED: 'failure', CANCELLED: 'cancel' } as const;
function tekton(build: Build, predicate: string, outcome?: string): CiEvent {
  const type = `dev.cdevents.${predicate}.0.2.0`;
  const subject = { id: `run-${build.number}`, content: { pipelineName: 'app', uri: tektonUrl(build), outcome } };
  return tell(build, 'ci.tekton', type, { specversion: '1.0', type, data: { context: { type }, subject } });
}

export const SYSTEMS: Readonly<Record<Sender, System>> = {
  marked: {
    ...onJenkins,
    // Jenkins rebuilds under the next number, with the same parameters.
    runAgain: (build) => {
      const rebuilt = { ...build, number: build.number + 1 };
      return [...onJenkins.begin(rebuilt), ...jenkinsEnd(rebuilt, 'SUCCESS')];
    },
  },
  plain: onJenkins,
  actions: {
    urlOf: runUrl,
    // GitHub does not always name a run when it starts it.
    answer: (build) =>
      build.release % 3 === 0
        ? { buildUrl: 'https://github.test/acme/app/actions', externalId: `dispatch:${build.triggerId}` }
        : { buildUrl: runUrl(build), externalId: String(build.number) },
    begin: (build) => [github(build, 'queued', null), github(build, 'in_progress', null), ...githubJobs(build)],
    end: (build, end) => [github(build, 'completed', GITHUB[end])],
    runAgain: (build) => [github(build, 'in_progress', null, 2), github(build, 'completed', 'success', 2)],
  },
  gitlab: {
    urlOf: pipelineUrl,
    answer: (build) => {
      const number = String(build.number);
      return { buildUrl: pipelineUrl(build), buildNumber: number, externalId: number };
    },
    begin: (build) => [
      gitlab(build, 'created'),
      gitlab(build, 'pending'),
      gitlab(build, 'running'),
      ...gitlabJobs(build),
    ],
    end: (build, end) => [gitlab(build, GITLAB[end], '2026-03-01 12:05:00 UTC')],
    // GitLab retries under the same id; the end alone tells the runs from each other.
    runAgain: (build) => [gitlab(build, 'running'), gitlab(build, 'success', '2026-03-01 12:09:00 UTC')],
  },
  tekton: {
    urlOf: tektonUrl,
    answer: (build) => ({ buildUrl: tektonUrl(build), externalId: `run-${build.number}` }),
    begin: (build) => [
      ...[tekton(build, 'pipelinerun.queued'), tekton(build, 'pipelinerun.started')],
      ...JOBS.flatMap(() => [tekton(build, 'taskrun.started'), tekton(build, 'taskrun.finished', 'success')]),
    ],
    end: (build, end) => [tekton(build, 'pipelinerun.finished', TEKTON[end])],
  },
};
