// Checks a request of PutEvents: its limits and the mistakes of each entry; makes the event of a valid one. Called by
// event-bus.ts. One bad entry fails alone; a bad request fails whole.
import { AwsError, isObject, type Json, type JsonObject, parseJson } from '../contracts.ts';

const MOST_ENTRIES = 10;
// AWS counts the bytes of an entry's texts, and 14 for a time.
const LARGEST_REQUEST_BYTES = 262_144;
const TIME_BYTES = 14;

const ENTRY_FIELDS = ['Source', 'DetailType', 'Detail', 'EventBusName', 'Resources', 'Time', 'TraceHeader'];

/** The refusal of one entry, as PutEvents answers it in the entry's place. */
export class EntryError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'EntryError';
    this.code = code;
  }
}

export interface EventContext {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds, for entries without a Time. */
  readonly now: number;
}

/**
 * The entries of a PutEvents request.
 * @throws AwsError `ValidationException` when there are none, more than ten, or they are larger than 256 KB together
 */
export function readEntries(request: JsonObject): readonly JsonObject[] {
  const entries = request.Entries;
  if (!Array.isArray(entries) || !entries.every(isObject)) throw invalidRequest("Value at 'entries' must be a list");
  if (request.EndpointId !== undefined) throw invalidRequest('EndpointId is not supported by the local runtime');
  if (entries.length < 1 || entries.length > MOST_ENTRIES) {
    throw invalidRequest(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ` +
        (entries.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${MOST_ENTRIES}`),
    );
  }
  if (entries.reduce((bytes, entry) => bytes + sizeOf(entry), 0) > LARGEST_REQUEST_BYTES) {
    throw invalidRequest('Total size of the entries in the request is over the limit.');
  }
  return entries;
}

/** The event that EventBridge makes of an entry, or throws EntryError. */
export function readEvent(entry: JsonObject, context: EventContext): JsonObject {
  const unknown = Object.keys(entry).find((name) => !ENTRY_FIELDS.includes(name));
  if (unknown) throw invalidArgument(unknown, 'It is not a field of an entry');
  const source = requireText(entry, 'Source');
  const detailType = requireText(entry, 'DetailType');
  const detail = readDetail(requireText(entry, 'Detail'));
  if (source.startsWith('aws.')) {
    throw new EntryError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  return {
    version: '0',
    id: context.id,
    'detail-type': detailType,
    source,
    account: context.account,
    time: readTime(entry.Time, context.now),
    region: context.region,
    resources: readResources(entry.Resources),
    detail,
  };
}

function requireText(entry: JsonObject, name: string): string {
  const value = entry[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalidArgument(name, `${name} is a required argument.`);
}

function readDetail(text: string): JsonObject {
  const detail = parseJson(text);
  if (isObject(detail)) return detail;
  throw new EntryError('MalformedDetail', 'Detail is malformed.');
}

/** The JSON protocol carries timestamps as epoch seconds; events carry whole seconds. */
function readTime(value: Json | undefined, now: number): string {
  const time = new Date(typeof value === 'number' ? value * 1000 : typeof value === 'string' ? value : now);
  if ((value !== undefined && typeof value === 'object') || Number.isNaN(time.getTime())) {
    throw invalidArgument('Time', 'It is not a timestamp');
  }
  return `${time.toISOString().slice(0, 19)}Z`;
}

function readResources(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((resource) => typeof resource === 'string')) return value;
  throw invalidArgument('Resources', 'It is not a list of strings');
}

function sizeOf(entry: JsonObject): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...[entry.Resources ?? []].flat()];
  const bytes = texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0), 0);
  return bytes + (entry.Time === undefined ? 0 : TIME_BYTES);
}

function invalidRequest(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function invalidArgument(name: string, reason: string): EntryError {
  return new EntryError('InvalidArgument', `Parameter ${name} is not valid. Reason: ${reason}`);
}
