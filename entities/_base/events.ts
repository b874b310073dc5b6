// Domain events: one definition has detail-type, schema, constructor and parser (DESIGN section 8). A schema is created
// with the first event of its type, because a function imports more types than it uses.
import * as z from 'zod';
import { SOURCE_PREFIX } from '../names.ts';
import { type EventId, newId, type TenantId } from './ids.ts';
import { isoOf } from './time/iso.ts';

/** The author of a change. `id` is the id of a user, a token or an agent, or the name of a part of Windlass. */
export const actorSchema = z.strictObject({
  type: z.enum(['USER', 'TOKEN', 'AGENT', 'SYSTEM', 'EXTERNAL']),
  id: z.string(),
  name: z.string(),
});
export type Actor = z.output<typeof actorSchema>;

export interface Envelope<Type extends string = string, Data = unknown> {
  readonly source: string;
  readonly detailType: Type;
  /** The id of the event's subject: events of one subject keep their order. */
  readonly subjectId: string;
  readonly detail: {
    readonly id: EventId;
    readonly version: number;
    readonly tenantId: TenantId;
    readonly occurredAt: string;
    readonly actor: Actor;
    readonly correlationId: string;
    readonly data: Data;
  };
}

/** The fields that all events of one change share. `at` is epoch milliseconds. */
export interface Occasion {
  readonly tenantId: TenantId;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly at: number;
}

export interface EventDefinition<Type extends string, Schema extends z.ZodType> {
  readonly type: Type;
  readonly source: string;
  /** True if tenants may receive it by webhook. */
  readonly isPublic: boolean;
  readonly data: Schema;
  /** `subjectId` is the entity whose order matters, e.g. the release. */
  create(occasion: Occasion, subjectId: string, data: z.input<Schema>): Envelope<Type, z.output<Schema>>;
  /** Parses the detail that consumers get; throws a zod error if it does not fit. */
  parse(detail: unknown): Envelope<Type, z.output<Schema>>['detail'];
}

const detailOf = <Schema extends z.ZodType>(version: number, data: Schema) =>
  z.object({
    id: z.string(),
    version: z.literal(version),
    tenantId: z.string(),
    occurredAt: z.iso.datetime(),
    actor: actorSchema,
    correlationId: z.string(),
    data,
  });

interface Publicity {
  /** True by default. */
  readonly isPublic?: boolean;
}

/** `defineEvent('releases', 'ReleaseCreated', 1, () => schema)`: source windlass.releases, detail-type ReleaseCreated. */
export function defineEvent<const Type extends string, Schema extends z.ZodType>(
  domain: string,
  type: Type,
  version: number,
  schema: () => Schema,
  { isPublic = true }: Publicity = {},
): EventDefinition<Type, Schema> {
  const source = `${SOURCE_PREFIX}${domain}`;
  let made: ReturnType<typeof detailOf<Schema>> | undefined;
  const detail = () => {
    made ??= detailOf(version, schema());
    return made;
  };
  return {
    type,
    source,
    isPublic,
    get data() {
      return detail().shape.data as Schema;
    },
    create: (occasion, subjectId, input) => ({
      source,
      detailType: type,
      subjectId,
      detail: {
        id: newId<'Event'>(),
        version,
        tenantId: occasion.tenantId,
        occurredAt: isoOf(occasion.at),
        actor: occasion.actor,
        correlationId: occasion.correlationId,
        data: detail().shape.data.parse(input) as z.output<Schema>,
      },
    }),
    parse: (value) => detail().parse(value) as Envelope<Type, z.output<Schema>>['detail'],
  };
}

/** Defines events of one domain, in their first version, by the shape of their data. */
export const domainEvents =
  (domain: string, publicity?: Publicity) =>
  <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: () => Shape) =>
    defineEvent(domain, type, 1, () => z.object(shape()), publicity);
