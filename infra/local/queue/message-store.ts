// The messages of all queues in sqlite. Called by queues.ts, event-source.ts and queue-operations.ts. A message is
// visible when visible_at has passed, in flight when it has a receipt and is not visible, delayed otherwise.
import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { MessageAttributes, NewMessage } from './message.ts';
import type { QueueSpec } from './queue-spec.ts';

export interface StoredMessage {
  /** Order of sending over all queues. */
  readonly sequence: number;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly traceHeader?: string;
  readonly receipt: string;
  readonly receiveCount: number;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
  /** The queue whose redrive policy brought it here. */
  readonly sourceArn?: string;
}

/** The receiver: an event source mapping of this process, whose hold ends with the process, or any client. */
type Consumer = 'mapping' | 'client';

const DEDUPLICATION_MS = 300_000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS queue_message (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    queue_arn TEXT NOT NULL,
    message_id TEXT NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    group_id TEXT,
    deduplication_id TEXT,
    trace_header TEXT,
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
  CREATE TABLE IF NOT EXISTS queue_deduplication (
    queue_arn TEXT NOT NULL,
    deduplication_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (queue_arn, deduplication_id)
  );
`;

// A FIFO group waits for its earlier messages, and as a whole for any that is in flight.
const NOT_BLOCKED = `NOT EXISTS (
  SELECT 1 FROM queue_message AS other
  WHERE other.queue_arn = message.queue_arn AND other.group_id = message.group_id AND other.visible_at > :now
    AND (other.sequence < message.sequence OR other.receipt IS NOT NULL))`;

export class MessageStore {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(SCHEMA);
  }

  /** Records a message; a FIFO duplicate within five minutes gives the first one's identity and records nothing. */
  send(queue: QueueSpec, message: NewMessage, now: number): { messageId: string; sequence: number } {
    return this.#transaction(() => {
      const duplicate = this.#findDuplicate(queue, message, now);
      if (duplicate) return duplicate;
      const messageId = randomUUID();
      const { lastInsertRowid } = this.#db
        .prepare(
          `INSERT INTO queue_message
             (queue_arn, message_id, body, attributes, group_id, deduplication_id, trace_header, sent_at, visible_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          ...[queue.arn, messageId, message.body, JSON.stringify(message.attributes), message.groupId ?? null],
          ...[message.deduplicationId ?? null, message.traceHeader ?? null, now, now + message.delaySeconds * 1000],
        );
      const sequence = Number(lastInsertRowid);
      if (message.deduplicationId !== undefined) {
        this.#db
          .prepare('INSERT OR REPLACE INTO queue_deduplication VALUES (?, ?, ?, ?, ?)')
          .run(queue.arn, message.deduplicationId, messageId, sequence, now + DEDUPLICATION_MS);
      }
      return { messageId, sequence };
    });
  }

  /**
   * Takes up to `most` visible messages in order and hides them for `visibilityMs`. Messages past the queue's retention
   * are dropped, and those received too often go to the dead-letter queue, as SQS does on receiving.
   */
  receive(
    queue: QueueSpec,
    most: number,
    visibilityMs: number,
    consumer: Consumer,
    now: number,
  ): { messages: readonly StoredMessage[]; hasRedriven: boolean } {
    return this.#transaction(() => {
      this.#dropExpired(queue, now);
      const hasRedriven = this.#redriveExhausted(queue, now);
      const rows = this.#db
        .prepare(
          `SELECT sequence FROM queue_message AS message WHERE queue_arn = :arn AND visible_at <= :now
           ${queue.fifo ? `AND ${NOT_BLOCKED}` : ''} ORDER BY sequence LIMIT :most`,
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

  /** Answers false when the receipt's message is not in flight. A message someone timed is no longer the mapping's. */
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

  /** Messages that the mappings of a killed process held are visible again, as if that attempt had not been. */
  reclaim(now: number): void {
    this.#db
      .prepare(
        `UPDATE queue_message SET visible_at = min(visible_at, ?), receipt = NULL, held_by_mapping = 0,
           receive_count = receive_count - 1 WHERE held_by_mapping = 1`,
      )
      .run(now);
  }

  counts(queueArn: string, now: number): { visible: number; inFlight: number; delayed: number } {
    const row = this.#db
      .prepare(
        `SELECT count(*) FILTER (WHERE visible_at <= :now) AS visible,
           count(*) FILTER (WHERE visible_at > :now AND receipt IS NOT NULL) AS in_flight,
           count(*) FILTER (WHERE visible_at > :now AND receipt IS NULL) AS delayed
         FROM queue_message WHERE queue_arn = :arn`,
      )
      .get({ arn: queueArn, now });
    return { visible: Number(row?.visible), inFlight: Number(row?.in_flight), delayed: Number(row?.delayed) };
  }

  /** When the next hidden message of any queue becomes visible, or undefined. */
  nextVisibleAfter(now: number): number | undefined {
    const row = this.#db.prepare('SELECT min(visible_at) AS at FROM queue_message WHERE visible_at > ?').get(now);
    return row?.at == null ? undefined : Number(row.at);
  }

  purge(queueArn: string): void {
    this.#db.prepare('DELETE FROM queue_message WHERE queue_arn = ?').run(queueArn);
  }

  /** Moves a dead-letter queue's messages, as new ones, to one queue or to where each came from; answers how many. */
  moveAll(fromArn: string, toArn: string | undefined, now: number): number {
    const { changes } = this.#db
      .prepare(
        `UPDATE queue_message SET queue_arn = coalesce(?, source_arn), source_arn = NULL, sent_at = ?, visible_at = ?,
           receive_count = 0, first_received_at = NULL, receipt = NULL, held_by_mapping = 0
         WHERE queue_arn = ? AND visible_at <= ? AND coalesce(?, source_arn) IS NOT NULL`,
      )
      .run(toArn ?? null, now, now, fromArn, now, toArn ?? null);
    return Number(changes);
  }

  #findDuplicate(queue: QueueSpec, message: NewMessage, now: number) {
    if (message.deduplicationId === undefined) return undefined;
    this.#db.prepare('DELETE FROM queue_deduplication WHERE queue_arn = ? AND expires_at <= ?').run(queue.arn, now);
    const row = this.#db
      .prepare('SELECT * FROM queue_deduplication WHERE queue_arn = ? AND deduplication_id = ?')
      .get(queue.arn, message.deduplicationId);
    return row && { messageId: String(row.message_id), sequence: Number(row.sequence) };
  }

  #dropExpired(queue: QueueSpec, now: number): void {
    this.#db
      .prepare('DELETE FROM queue_message WHERE queue_arn = ? AND sent_at <= ?')
      .run(queue.arn, now - queue.retentionSeconds * 1000);
  }

  #redriveExhausted(queue: QueueSpec, now: number): boolean {
    if (!queue.redrive) return false;
    const { changes } = this.#db
      .prepare(
        `UPDATE queue_message SET queue_arn = ?, source_arn = queue_arn, visible_at = ?, receipt = NULL
         WHERE queue_arn = ? AND visible_at <= ? AND receive_count >= ?`,
      )
      .run(queue.redrive.deadLetterArn, now, queue.arn, now, queue.redrive.maxReceiveCount);
    return Number(changes) > 0;
  }

  #transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}

function toMessage(row: Record<string, SQLOutputValue>): StoredMessage {
  const text = (name: string) => (row[name] === null ? undefined : String(row[name]));
  const [groupId, deduplicationId] = [text('group_id'), text('deduplication_id')];
  const [traceHeader, sourceArn] = [text('trace_header'), text('source_arn')];
  return {
    sequence: Number(row.sequence),
    messageId: String(row.message_id),
    body: String(row.body),
    attributes: JSON.parse(String(row.attributes)) as MessageAttributes,
    receipt: String(row.receipt),
    receiveCount: Number(row.receive_count),
    sentAt: Number(row.sent_at),
    firstReceivedAt: Number(row.first_received_at),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
    ...(traceHeader !== undefined && { traceHeader }),
    ...(sourceArn !== undefined && { sourceArn }),
  };
}
