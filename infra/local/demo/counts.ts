// The expected count of each effect in each play. Data; outcome.ts judges by it.

/** Messages and comments alone. */
export interface Messages {
  /** Titles of messages: the release stands at `{X}`, or at the end. */
  readonly slack: Readonly<Record<string, number>>;
  /** Titles of comments, in each epic; undefined: they are not looked at. */
  readonly comments?: Readonly<Record<string, number>>;
  /** Those about one store or build, in the epic of its platform alone. */
  readonly ownComments?: Readonly<Record<string, number>>;
}

export interface Counts extends Messages {
  readonly builds: { readonly github: number; readonly jenkins: number };
  readonly epics: number;
  /** Submissions for review; one version is made for all of them. */
  readonly appStore: number;
  /** Changes of the track by how many percent of the users they are for. */
  readonly playStore: Readonly<Record<number, number>>;
}

const PLANNED_MESSAGES = {
  'Kicked off': 1,
  'Build triggered': 5,
  'Build failed': 1,
  'Build succeeded': 4,
  'Regression started': 2,
  'Approval wanted': 2,
  'Regression signed off': 2,
  Submitted: 4,
  'App Store rejected {X}': 1,
  'Held back': 1,
  'Rollout completed': 1,
  'Target released': 2,
  Released: 1,
};

/** A build fails, a store rejects, there is a second cycle with two builds, both stores are given it again. */
export const PLANNED: Counts = {
  builds: { github: 2, jenkins: 3 },
  epics: 2,
  appStore: 2,
  playStore: { 20: 2, 100: 1 },
  slack: { 'Release created': 1, ...PLANNED_MESSAGES },
  comments: { 'Kicked off': 1, 'Regression started': 2, 'Regression signed off': 2, Released: 1 },
  ownComments: { 'Build failed': 1, Submitted: 4, 'App Store rejected {X}': 1, 'Target released': 2 },
};

/** The hotfix is promoted to two environments; two people are asked about the second one, where its canary is taken back. */
export const PROMOTED: Messages = {
  slack: {
    'Promotion to staging': 1,
    'Being deployed to staging': 1,
    'Deployed to staging': 1,
    'Promotion to production': 1,
    'Approval wanted': 1,
    'Approved by 1 of 2': 1,
    'Being deployed to production': 1,
    'Rolled back in production': 1,
  },
  comments: { 'Deployed to staging': 1, 'Rolled back in production': 1 },
};

const HOTFIX_MESSAGES = {
  'Kicked off': 1,
  'Build triggered': 1,
  'Build succeeded': 1,
  Submitted: 1,
  'Rolling out': 1,
  'Rollout completed': 1,
  'Target released': 1,
  Released: 1,
};

/** One build for one store, without regression, in stages. */
export const HOTFIX: Counts = {
  builds: { github: 1, jenkins: 0 },
  epics: 1,
  appStore: 0,
  playStore: { 10: 1, 50: 1, 100: 1 },
  slack: { 'Release created': 1, ...HOTFIX_MESSAGES },
  comments: { 'Kicked off': 1, Released: 1 },
  ownComments: { Submitted: 1, 'Target released': 1 },
};
