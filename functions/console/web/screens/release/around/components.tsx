// The components of a release: the versions of images that it brings into environments.
import { Link } from 'react-router';
import { useTenant } from '../../../app/tenant.tsx';
import { Digest } from '../../../parts/copyable.tsx';
import { Section } from '../../../parts/page.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import type { OfRelease } from '../seen.ts';

export function Components({ release: { components, status } }: OfRelease) {
  const { slug } = useTenant();
  if (components.length === 0) return null;
  return (
    <Section title="Components">
      {status === 'KICKOFF_PENDING' && <p className="small">The kickoff fixes the digest that each tag has then.</p>}
      <Table columns={['Component', 'Tag', 'Digest']}>
        {components.map(({ componentId, name, tag, digest }) => (
          <tr key={componentId}>
            <th scope="row">
              <Link to={`/${slug}/components/${componentId}`}>{name}</Link>
            </th>
            <td>{tag}</td>
            <td>
              <Digest text={digest} />
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
