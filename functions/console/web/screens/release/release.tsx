// One release: where it is, what it waits for, its builds and targets.
import { useParams } from 'react-router';
import { useRead } from '../../app/data.ts';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';

export function ReleaseScreen() {
  const { release: key = '' } = useParams();
  const read = useRead('GET /releases/{release}', { params: { release: key } });
  return (
    <Page title={key}>
      <Shown what="the release" read={read}>
        {(release) => (
          <>
            <p>
              <Status status={release.status} /> created <Time at={release.createdAt} />
            </p>
            {release.waitsFor && (
              <p className="notice">
                {release.waitsFor.text} Since <Time at={release.waitsFor.since} />.
              </p>
            )}
            <Section title="Targets">
              <ul className="rows">
                {release.targets.map((target) => (
                  <li key={target.targetIntegrationId}>
                    {target.integration?.name} <Status status={target.targetStatus} />
                  </li>
                ))}
              </ul>
            </Section>
          </>
        )}
      </Shown>
    </Page>
  );
}
