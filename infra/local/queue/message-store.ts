// The messages of all queues in sqlite. Called by queues.ts, event-source.ts and queue-operations.ts. A message is
// visible when visible_at has passed, otherwise in flight.
import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { inTransaction } from '../storage/database.ts';
import type { QueueModel } from '../template/model.ts';

export interface StoredMessage {
  /** Order of sending over all queues. */
  readonly sequence: number;
  readonly messageId: string;
  readonly body: string;
  readonly receipt: string;
  readonly receiveCount: number;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
  /** The queue whose redrive policy brought it here. */
  readonly sourceArn?: string;
}

/** The receiver: an event source mapping of this process, whose hold ends with the process, or any client. */
type Consumer = 'mapping' | 'client';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS queue_message (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    queue_arn TEXT NOT NULL,
    message_id TEXT NOT NULL,
    body TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    first_received_at INTEGER,
    receive_count INTEGER NOT NULL DEFAULT 0,
    receipt TEXT,
    held_by_mapping INTEGER NOT NULL DEFAULT 0,
    source_arn TEXT
  );
  CREATE INDEX IF NOT EXISTS queue_message_visible ON queue_message (queue_arn, visible_at);
  CREATE INDEX IF NOT EXISTS queue_message_sent ON queue_message (queue_arn, sent_at);
  CREATE INDEX IF NOT EXISTS queue_message_due ON queue_message (visible_at);
`;

export class MessageStore {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(SCHEMA);
  }

  /** Records a message and answers its id. */
  send(queue: QueueModel, body: string, now: number): string {
    const messageId = randomUUID();
    this.#db
      .prepare('INSERT INTO queue_message (queue_arn, message_id, body, sent_at, visible_at) VALUES (?, ?, ?, ?, ?)')
      .run(queue.arn, messageId, body, now, now);
    return messageId;
  }

  /**
   * Takes up to `most` visible messages in order and hides them for `visibilityMs`. Messages past the queue's retention
   * are dropped, and those received too often go to the dead-letter queue, as SQS does on receiving.
   */
  receive(
    queue: QueueModel,
    most: number,
    visibilityMs: number,
    consumer: Consumer,
    now: number,
  ): { messages: readonly StoredMessage[]; hasRedriven: boolean } {
    return inTransaction(this.#db, () => {
      this.#dropExpired(queue, now);
      const hasRedriven = this.#redriveExhausted(queue, now);
      const rows = this.#db
        .prepare(
          `SELECT sequence FROM queue_message WHERE queue_arn = :arn AND visible_at <= :now
           ORDER BY sequence LIMIT :most`,
        )
        .all({ arn: queue.arn, now, most });
      const take = this.#db.prepare(
        `UPDATE queue_message SET visible_at = ?, receipt = ?, held_by_mapping = ?, receive_count = receive_count + 1,
           first_received_at = coalesce(first_received_at, ?) WHERE sequence = ? RETURNING *`,
      );
      const messages = rows.map(({ sequence = null }) => {
        const receipt = Buffer.from(`${String(sequence)}:${randomUUID()}`).toString('base64url');
        return toMessage(take.get(now + visibilityMs, receipt, consumer === 'mapping' ? 1 : 0, now, sequence) ?? {});
      });
      return { messages, hasRedriven };
    });
  }

  /** Removes a message; nothing happens if it was received again since, or was removed. */
  delete(queueArn: string, receipt: string): void {
    this.#db.prepare('DELETE FROM queue_message WHERE queue_arn = ? AND receipt = ?').run(queueArn, receipt);
  }

  /** Answers false when the receipt's message is not in flight. A message whose visibility was changed no longer belongs to the mapping. */
  changeVisibility(queueArn: string, receipt: string, visibleAt: number, now: number): boolean {
    const { changes } = this.#db
      .prepare(
        `UPDATE queue_message SET visible_at = ?, held_by_mapping = 0
         WHERE queue_arn = ? AND receipt = ? AND visible_at > ?`,
      )
      .run(visibleAt, queueArn, receipt, now);
    return Number(changes) > 0;
  }

  /** The mapping has finished with a message it did not delete; it comes back when its visibility timeout ends. */
  release(queueArn: string, receipt: string): void {
    this.#db
      .prepare('UPDATE queue_message SET held_by_mapping = 0 WHERE queue_arn = ? AND receipt = ?')
      .run(queueArn, receipt);
  }

  /** Messages that the mappings of a killed process held are visible again; that attempt does not count. */
  reclaim(now: number): void {
    this.#db
      .prepare(
        `UPDATE queue_message SET visible_at = min(visible_at, ?), receipt = NULL, held_by_mapping = 0,
           receive_count = receive_count - 1 WHERE held_by_mapping = 1`,
      )
      .run(now);
  }

  /** How many messages of a queue could be received now. */
  visible(queueArn: string, now: number): number {
    const row = this.#db
      .prepare('SELECT count(*) AS visible FROM queue_message WHERE queue_arn = ? AND visible_at <= ?')
      .get(queueArn, now);
    return Number(row?.visible);
  }

  /** When the next hidden message of any queue becomes visible, or undefined. */
  nextVisibleAfter(now: number): number | undefined {
    const row = this.#db.prepare('SELECT min(visible_at) AS at FROM queue_message WHERE visible_at > ?').get(now);
    return row?.at == null ? undefined : Number(row.at);
  }

  #dropExpired(queue: QueueModel, now: number): void {
    this.#db
      .prepare('DELETE FROM queue_message WHERE queue_arn = ? AND sent_at <= ?')
      .run(queue.arn, now - queue.retentionSeconds * 1000);
  }

  #redriveExhausted(queue: QueueModel, now: number): boolean {
    if (!queue.redrive) return false;
    const { changes } = this.#db
      .prepare(
        `UPDATE queue_message SET queue_arn = ?, source_arn = queue_arn, visible_at = ?, receipt = NULL
         WHERE queue_arn = ? AND visible_at <= ? AND receive_count >= ?`,
      )
      .run(queue.redrive.deadLetterArn, now, queue.arn, now, queue.redrive.maxReceiveCount);
    return Number(changes) > 0;
  }
}

function toMessage(row: Record<string, SQLOutputValue>): StoredMessage {
  const text = (name: string) => (row[name] === null ? undefined : String(row[name]));
  const sourceArn = text('source_arn');
  return {
    sequence: Number(row.sequence),
    messageId: String(row.message_id),
    body: String(row.body),
    receipt: String(row.receipt),
    receiveCount: Number(row.receive_count),
    sentAt: Number(row.sent_at),
    firstReceivedAt: Number(row.first_received_at),
    ...(sourceArn !== undefined && { sourceArn }),
  };
}
