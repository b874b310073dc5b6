// One release train: its departures and its last release, and the deeds that a person may do with it.

import { Link, useNavigate, useParams } from 'react-router';
import { useChange, useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { wordsOfRule } from '../../parts/schedule/rule-words.ts';
import { Shown } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { type Fact, Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import type { Train } from './train-body.ts';
import { TrainDeeds } from './train-deeds.tsx';

interface TrainProps {
  readonly train: Train;
}

function Departures({ train }: TrainProps) {
  const { slug } = useTenant();
  const change = useChange();
  const { nextDepartureAt, lastDepartureAt, lastReleaseId, skippedDepartures = [], lastError, status } = train;
  return (
    <Section title="Departures">
      <p>
        {nextDepartureAt ? (
          <>
            Next: <Time at={nextDepartureAt} />
          </>
        ) : (
          `No departure is planned: the train is ${status === 'ENDED' ? 'at the end of its schedule' : 'paused'}.`
        )}
      </p>
      {lastDepartureAt && (
        <p>
          Last: <Time at={lastDepartureAt} />
          {lastReleaseId && (
            <>
              , created <Link to={`/${slug}/releases/${lastReleaseId}`}>this release</Link>
            </>
          )}
        </p>
      )}
      {lastError && <p className="bad">{lastError}</p>}
      {skippedDepartures.map((at) => (
        <p key={at}>
          Skipped: <Time at={at} />{' '}
          <Deed
            label="Depart after all"
            action={actionOf(train.actions, 'updateTrain')}
            question={
              <>
                Let {train.name} depart <Time at={at} /> after all?
              </>
            }
            run={(_, seen) =>
              change('PATCH /trains/{train}', {
                params: { train: train.id },
                body: { skippedDepartures: skippedDepartures.filter((one) => one !== at) },
                seen,
              })
            }
          />
        </p>
      ))}
    </Section>
  );
}

function TrainFacts({ train }: { readonly train: Train }) {
  const rows: readonly Fact[] = [
    ['Service', train.service],
    ['Schedule', wordsOfRule(train.rrule)],
    ['Time zone', train.timeZone],
    ['Next version', wordsOf(train.versionBump)],
    ['Base branch', train.template.baseBranch as string | undefined],
    ['Kick-off', train.template.autoKickoff ? 'automatic' : 'by a person'],
    ['Notice', train.noticeHours === undefined ? undefined : `${train.noticeHours} hours before`],
    ['Due', train.dueAfterDays === undefined ? undefined : `${train.dueAfterDays} days after the departure`],
    ['Without changes', train.skipUnchanged ? 'creates no release' : 'creates a release'],
    ['Created by', train.createdByName],
    ['Id', <Copyable key="id" text={train.id} />],
  ];
  return <Facts rows={rows} />;
}

function DeleteTrain({ train }: TrainProps) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  return (
    <Deed
      label="Delete"
      action={actionOf(train.actions, 'deleteTrain')}
      question={<>Delete {train.name}? Its releases stay.</>}
      tone="danger"
      run={async (_, seen) => {
        await change('DELETE /trains/{train}', { params: { train: train.id }, seen });
        void navigate(`/${slug}/trains`);
      }}
    />
  );
}

export function TrainScreen() {
  const { train: id = '' } = useParams();
  const read = useRead('GET /trains/{train}', { params: { train: id } });
  return (
    <Page title={read.data?.body.name ?? 'Train'}>
      <Shown what="the train" read={read}>
        {(train) => (
          <>
            <p>
              <Status status={train.status} />
            </p>
            <div className="buttons">
              <TrainDeeds train={train} />
              <DeleteTrain train={train} />
            </div>
            <Departures train={train} />
            <Section title="About">
              <TrainFacts train={train} />
            </Section>
          </>
        )}
      </Shown>
    </Page>
  );
}
