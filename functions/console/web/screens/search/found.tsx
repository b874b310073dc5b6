// The answers of the API to a search: the release of a key, releases of a version or a service, and services by name.
import { Link } from 'react-router';
import { useList, useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Status } from '../../parts/status.tsx';

/** Other texts are no service and no version: the API would refuse the question. */
const SLUG = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}$/;
const MOST = 8;

interface FoundProps {
  readonly text: string;
  readonly close: () => void;
}

function useFound(text: string) {
  const byKey = useRead('GET /releases/{release}', { params: { release: text } });
  const ofVersion = useList(
    'GET /releases',
    { query: { version: text, limit: MOST } },
    { enabled: VERSION.test(text) && /\d/.test(text) },
  );
  const ofService = useList('GET /releases', { query: { service: text, limit: MOST } }, { enabled: SLUG.test(text) });
  const services = useList('GET /services', { query: { limit: 100 } });
  const releases = [...(byKey.data ? [byKey.data.body] : []), ...ofVersion.items, ...ofService.items];
  const wanted = text.toLowerCase();
  return {
    releases: [...new Map(releases.map((release) => [release.id, release])).values()].slice(0, MOST),
    services: services.items
      .filter(({ slug, name }) => slug.includes(wanted) || name.toLowerCase().includes(wanted))
      .slice(0, MOST),
    isSearching: [byKey, ofVersion, ofService, services].some(({ isFetching }) => isFetching),
  };
}

export function Found({ text, close }: FoundProps) {
  const { slug } = useTenant();
  const { releases, services, isSearching } = useFound(text);
  const count = releases.length + services.length;
  return (
    <>
      <p role="status" className="small">
        {isSearching ? 'Searching…' : count === 0 ? `Nothing is named ${text}.` : `${count} found`}
      </p>
      <ul className="rows">
        {releases.map((release) => (
          <li key={release.id}>
            <Link to={`/${slug}/releases/${release.releaseKey}`} onClick={close}>
              {release.releaseKey}
            </Link>
            <Status status={release.status} />
          </li>
        ))}
        {services.map((service) => (
          <li key={service.id}>
            <Link to={`/${slug}/releases?service=${service.slug}`} onClick={close}>
              Releases of {service.name}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
