// If-Match of requests that change a train.
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { TrainItem } from '../../entities/trains/train.entity.ts';
import type { Call } from '../_kit/http/http-handler.ts';

/** Throws `request.precondition_failed` unless the train is at the revision that If-Match names, if it names one. */
export function assertRevision({ revision }: Pick<Call, 'revision'>, train: TrainItem): void {
  if (revision !== undefined && revision !== train.revision) throw baseErrors.precondition_failed();
}
