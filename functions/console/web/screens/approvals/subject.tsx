// The subject of a question by its name: a release has a page.
import { Link } from 'react-router';
import { useTenant } from '../../app/tenant.tsx';
import type { Approval } from './seen.ts';

export function Subject({ subject: { type, key } }: { readonly subject: Approval['subject'] }) {
  const { slug } = useTenant();
  return type === 'Release' ? <Link to={`/${slug}/releases/${key}`}>{key}</Link> : key;
}
