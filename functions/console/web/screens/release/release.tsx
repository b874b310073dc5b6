// One release on one page: where it is and what it waits for, what a person may do, and everything that belongs to it.

import { Link, useParams } from 'react-router';
import { useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { ExternalLink } from '../../parts/external-link.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { type Fact, Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { Activity } from './around/activity.tsx';
import { Messages } from './around/messages.tsx';
import { Questions } from './around/questions.tsx';
import { Runbooks } from './around/runbooks.tsx';
import { Builds } from './builds.tsx';
import { Cycles } from './cycles.tsx';
import { Notes } from './notes.tsx';
import { ReleaseDeeds } from './release-deeds.tsx';
import type { Release, Seen } from './seen.ts';
import { Steps } from './steps.tsx';
import { Targets } from './targets.tsx';

function Wait({ release }: { readonly release: Release }) {
  const { slug } = useTenant();
  const { waitsFor, blockedBy } = release;
  if (!waitsFor) return null;
  return (
    <div className={`notice ${release.isPaused ? 'warning' : ''}`}>
      <p>
        <strong>{waitsFor.text}</strong> Since <Time at={waitsFor.since} />.
      </p>
      {blockedBy && (
        <p>
          See <Link to={`/${slug}/releases/${blockedBy.releaseKey}`}>{blockedBy.releaseKey}</Link>.
        </p>
      )}
    </div>
  );
}

function ReleaseFacts({ release }: { readonly release: Release }) {
  const rows: readonly Fact[] = [
    ['Type', wordsOf(release.releaseType)],
    ['Branch', <Copyable key="branch" text={release.branchRelease} />],
    ['Base', release.baseTag ?? release.baseVersion ?? release.baseBranch],
    ['Tag', release.tag],
    ['Shipped commit', release.shippedSha && <Copyable key="sha" text={release.shippedSha} />],
    ['Planned', release.plannedDate && <Time key="planned" at={release.plannedDate} />],
    ['Due', release.targetReleaseDate && <Time key="due" at={release.targetReleaseDate} />],
    ['Delayed', release.isDelayed ? (release.delayedReason ?? 'yes') : undefined],
    ['Created', <Time key="created" at={release.createdAt} />],
    ['Created by', release.createdByName],
    ['Kicked off by', release.kickedOffBy],
    ['Id', <Copyable key="id" text={release.id} />],
  ];
  return <Facts rows={rows} />;
}

const Whole = ({ release, seen }: Seen) => (
  <>
    <p>
      <Status status={release.status} /> {release.isPaused && <Status status="PAUSED" />}{' '}
      {release.outcome && <Status status={release.outcome} tone="waiting" />}
      {release.releaseUrl && <ExternalLink url={release.releaseUrl}>Published release</ExternalLink>}
    </p>
    <Wait release={release} />
    {release.warnings?.map((warning) => (
      <p key={warning} className="notice warning">
        {warning}
      </p>
    ))}
    <Steps release={release} />
    <ReleaseDeeds release={release} seen={seen} />
    <Questions releaseId={release.id} />
    <Builds release={release} seen={seen} />
    <Targets release={release} seen={seen} />
    <Cycles release={release} />
    <Notes release={release} />
    <Section title="About">
      {release.description && <p className="prose">{release.description}</p>}
      <ReleaseFacts release={release} />
    </Section>
    <Runbooks releaseId={release.id} />
    <Messages releaseId={release.id} />
    <Activity releaseId={release.id} />
  </>
);

export function ReleaseScreen() {
  const { release: key = '' } = useParams();
  const read = useRead('GET /releases/{release}', { params: { release: key } });
  return (
    <Page title={read.data?.body.releaseKey ?? key}>
      <Shown what="the release" read={read}>
        {(release, seen) => <Whole release={release} seen={seen} />}
      </Shown>
    </Page>
  );
}
