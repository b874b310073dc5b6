// From an event to the words about it: the shapes that all writers of messages share. Pure.
import type * as z from 'zod';
import type { Envelope, EventDefinition } from '../_base/events.ts';
import type { Purpose } from './notification-settings.model.ts';

export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface Message {
  readonly purpose: Purpose;
  readonly title: string;
  readonly lines: readonly string[];
  readonly links: readonly Link[];
  /** A decision about this approval is wanted. */
  readonly approval?: { readonly approvalId: string };
  /** Who made it happen, and when (ISO 8601). */
  readonly by: string;
  readonly at: string;
}

export interface MessageContext {
  /** The name of an integration, or its id when it is not known. */
  readonly nameOf: (integrationId: string) => string;
  readonly releaseUrl?: string | undefined;
  /** Of news about an integration: where that is, and the keys of releases under way that use it. */
  readonly integrationUrl?: string | undefined;
  readonly usedBy?: readonly string[];
  readonly trainUrl?: string | undefined;
}

export interface Words {
  readonly title: string;
  readonly lines?: readonly (string | undefined)[];
  readonly links?: readonly { readonly label: string; readonly url: string | undefined }[];
  readonly approvalId?: string;
}

export interface Writer {
  readonly type: string;
  readonly purpose: Purpose;
  readonly parse: (detail: unknown) => Envelope['detail'];
  readonly write: (data: never, context: MessageContext) => Words;
}

export const writer = <Schema extends z.ZodType>(
  { type, parse }: EventDefinition<string, Schema>,
  purpose: Purpose,
  write: (data: z.output<Schema>, context: MessageContext) => Words,
): Writer => ({ type, purpose, parse, write });

export const withBuild = (name: string, buildNumber: string | undefined) =>
  buildNumber === undefined ? name : `${name}, build ${buildNumber}`;
