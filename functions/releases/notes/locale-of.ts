// The locale in the path of a request about release notes.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { locale } from '../../../entities/releases/notes/release-notes.model.ts';
import { fieldProblems } from '../../_kit/http/problem.ts';

/** Canonical; throws `request.invalid` for what is no BCP 47 tag. */
export function localeOf(text = ''): string {
  const parsed = locale.safeParse(text);
  if (parsed.success) return parsed.data;
  throw baseErrors.invalid({ fields: fieldProblems(parsed.error, 'locale') });
}
