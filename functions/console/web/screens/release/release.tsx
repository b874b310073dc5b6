// One release on one page: where it is and what it waits for, what a person may do, and everything that belongs to it.

import { useParams } from 'react-router';
import { useRead } from '../../app/data.ts';
import { Copyable } from '../../parts/copyable.tsx';
import { ExternalLink } from '../../parts/external-link.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { type Fact, Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { Activity } from './around/activity.tsx';
import { Components } from './around/components.tsx';
import { Messages } from './around/messages.tsx';
import { Questions } from './around/questions.tsx';
import { Runbooks } from './around/runbooks.tsx';
import { Builds } from './builds.tsx';
import { Cycles } from './cycles.tsx';
import { Notes } from './notes.tsx';
import { ReleaseDeeds } from './release-deeds.tsx';
import type { OfRelease, Release } from './seen.ts';
import { Steps } from './steps.tsx';
import { Targets } from './targets.tsx';
import { Wait } from './wait.tsx';

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

const Whole = ({ release }: OfRelease) => (
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
    <ReleaseDeeds release={release} />
    <Questions releaseId={release.id} />
    <Builds release={release} />
    <Targets release={release} />
    <Components release={release} />
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
        {(release) => <Whole release={release} />}
      </Shown>
    </Page>
  );
}
