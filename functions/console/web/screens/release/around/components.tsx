// The components of a release: the versions of images that it brings into environments.
import { Link } from 'react-router';
import { useMe, useTenant } from '../../../app/tenant.tsx';
import { Digest } from '../../../parts/copyable.tsx';
import { actionOfMe, DeedLink } from '../../../parts/deed.tsx';
import { Section } from '../../../parts/page.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import type { OfRelease } from '../seen.ts';

export function Components({ release: { components, status, releaseKey } }: OfRelease) {
  const { slug } = useTenant();
  const action = actionOfMe(useMe(), 'createPromotion');
  if (components.length === 0) return null;
  return (
    <Section
      title="Components"
      aside={
        status !== 'KICKOFF_PENDING' && (
          <div className="buttons">
            <Link to={`/${slug}/promotions?release=${encodeURIComponent(releaseKey)}`}>Its promotions</Link>
            <DeedLink
              label="Promote"
              action={action}
              to={`/${slug}/promotions/new?release=${encodeURIComponent(releaseKey)}`}
            />
          </div>
        )
      }
    >
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
