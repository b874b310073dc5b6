// The subject of a question by its name, with a link to its page.
import { Link } from 'react-router';
import { useTenant } from '../../app/tenant.tsx';
import type { Approval } from './seen.ts';

export function Subject({ subject: { type, id, key } }: { readonly subject: Approval['subject'] }) {
  const { slug } = useTenant();
  const path = type === 'Release' ? `releases/${key}` : `promotions/${id}`;
  return <Link to={`/${slug}/${path}`}>{key}</Link>;
}
