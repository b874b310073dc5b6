// The release trains, those that depart next first.
import { Link } from 'react-router';
import { useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Creation } from '../../parts/dialog/creation.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { wordsOfRule } from '../../parts/schedule/rule-words.ts';
import { Listed } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import { newTrain, type Train } from './train-body.ts';
import { SkipDeparture } from './train-deeds.tsx';
import { TrainFields } from './train-fields.tsx';

/** Trains without a departure come last. */
const byDeparture = (a: Train, b: Train): number => (a.nextDepartureAt ?? '~').localeCompare(b.nextDepartureAt ?? '~');

const AddTrain = () => (
  <Creation
    label="Create a train"
    operation="createTrain"
    question="When shall which service get its next release automatically?"
    fields={(error) => <TrainFields error={error} />}
    create={async (form, change) => {
      const { body } = await change('POST /trains', { body: newTrain(form) });
      return `trains/${body.id}`;
    }}
  />
);

export function Trains() {
  const { slug } = useTenant();
  const list = useList('GET /trains', {});
  return (
    <Page title="Trains" aside={<AddTrain />}>
      <Listed
        what="trains"
        list={list}
        empty={<Empty title="No train yet: create one to get releases by a schedule." />}
      >
        {(items) => (
          <ul className="rows">
            {[...items].sort(byDeparture).map((train) => (
              <li key={train.id}>
                <div>
                  <Link to={`/${slug}/trains/${train.id}`}>{train.name}</Link> <Status status={train.status} />
                  <p className="small">
                    {train.service}, {wordsOfRule(train.rrule)}
                    {train.nextDepartureAt && (
                      <>
                        , departs <Time at={train.nextDepartureAt} />
                      </>
                    )}
                  </p>
                  {train.lastError && <p className="bad">{train.lastError}</p>}
                </div>
                <SkipDeparture train={train} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}
