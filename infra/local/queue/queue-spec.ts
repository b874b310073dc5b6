// A queue and an event source mapping as the template gives them. Read by every file of this folder.

export interface QueueSpec {
  readonly arn: string;
  readonly name: string;
  readonly url: string;
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly redrive?: { deadLetterArn: string; maxReceiveCount: number };
}

export interface QueueMapping {
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly maximumBatchingWindowSeconds: number;
  readonly reportBatchItemFailures: boolean;
  /** Batches in hand at once; 5 by default. */
  readonly maximumConcurrency?: number;
}
