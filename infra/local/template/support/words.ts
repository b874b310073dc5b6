// The words the support tables are written in. Used by the files of this folder only.
import type { Json } from '../../contracts.ts';

/** The property shapes the runtime; `values` not empty: only these. Everything below it is used as well. */
export interface Used {
  readonly values: readonly Json[];
}

/** Known, and rightly without effect on one machine: `none` is the reason. */
export interface None {
  readonly none: string;
}

/** Used, without meaning, or told property by property (through lists). */
export type Support = Used | None | { readonly [property: string]: Support };

export type SupportTable = Readonly<Record<string, Support>>;

export const used = (...values: Json[]): Used => ({ values });
export const none = (reason: string): None => ({ none: reason });

export const TAGS = none('tags are for accounting');
export const DESCRIPTION = none('a text for people');
export const ENCRYPTION = none('files under the data directory are readable by their owner only');
export const IAM_CHECK = none('the runtime itself connects callers with their targets');
