// A queue and an event source mapping as the template gives them. Read by every file of this folder.

export interface QueueSpec {
  readonly arn: string;
  readonly name: string;
  readonly url: string;
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly fifo: boolean;
  /** Of a FIFO queue: false refuses messages without a MessageDeduplicationId, otherwise the body's hash stands in. */
  readonly contentBasedDeduplication?: boolean;
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
