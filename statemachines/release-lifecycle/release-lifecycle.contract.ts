// The input of an execution of release-lifecycle. Started by the consumer of ReleaseCreated, named by the release.

interface Input {
  readonly tenantId: string;
  readonly releaseId: string;
}

export const releaseLifecycle = {
  name: 'release-lifecycle',
  executionName: ({ releaseId }: Input) => releaseId,
} as const;
