// The deeds that a person may do with a train.
import { useChange } from '../../app/data.ts';
import { changedOf, textOf } from '../../app/sending.ts';
import { actionOf, Deed } from '../../parts/deed.tsx';
import { ReasonField } from '../../parts/field.tsx';
import { Time } from '../../parts/time.tsx';
import { changedTrain, type Train } from './train-body.ts';
import { TrainFields } from './train-fields.tsx';

interface DeedsProps {
  readonly train: Train;
}

export function SkipDeparture({ train }: DeedsProps) {
  const change = useChange();
  const { actions, name, nextDepartureAt, id } = train;
  return (
    <Deed
      label="Skip the next departure"
      action={actionOf(actions, 'skipDeparture')}
      question={
        <>
          Skip the departure of {name} {nextDepartureAt && <Time at={nextDepartureAt} />}? It creates no release then,
          and continues with the departure after it.
        </>
      }
      fields={(error) => <ReasonField error={error} />}
      run={(form, seen) =>
        change('POST /trains/{train}/skip', {
          params: { train: id },
          body: { departureAt: nextDepartureAt, reason: textOf(form, 'reason') },
          seen,
        })
      }
    />
  );
}

export function TrainDeeds({ train }: DeedsProps) {
  const change = useChange();
  const { actions, name, isActive, id } = train;
  const params = { train: id };
  const update = actionOf(actions, 'updateTrain');
  return (
    <>
      <SkipDeparture train={train} />
      <Deed
        label={isActive ? 'Pause' : 'Resume'}
        action={update}
        question={
          isActive ? <>Pause {name}? It creates no release until it is resumed.</> : <>Resume {name} by its schedule?</>
        }
        run={(_, seen) => change('PATCH /trains/{train}', { params, body: { isActive: !isActive }, seen })}
      />
      <Deed
        label="Edit"
        action={update}
        question={<>Change {name}? A new schedule counts from now on.</>}
        fields={(error) => <TrainFields error={error} train={train} />}
        run={(form, seen) =>
          change('PATCH /trains/{train}', { params, body: changedOf(changedTrain(form, train), train), seen })
        }
      />
    </>
  );
}
