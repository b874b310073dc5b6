// One release: where it is, what it waits for, its builds and targets.
import { useParams } from 'react-router';
import { useRead, useWrite } from '../../app/data.ts';
import { type Action, Deed } from '../../parts/deed.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';

export function ReleaseScreen() {
  const { release: key = '' } = useParams();
  const read = useRead('GET /releases/{release}', { params: { release: key } });
  const kickOff = useWrite('POST /releases/{release}/kickoff');
  return (
    <Page title={key}>
      <Shown what="the release" read={read}>
        {(release, seen) => (
          <>
            <p>
              <Status status={release.status} /> created <Time at={release.createdAt} />
            </p>
            <Deed
              label="Kick off"
              name="kickOffRelease"
              actions={(release as { actions?: readonly Action[] }).actions ?? []}
              question={<>Kick off {release.releaseKey}? Its branch is cut and its builds are requested.</>}
              tone="main"
              run={() => kickOff.mutateAsync({ params: { release: release.id }, seen })}
            />
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
