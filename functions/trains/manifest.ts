// The trains domain: schedules that create the next release of a service automatically.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { releaseErrors } from '../../entities/releases/errors.ts';
import { trainErrors } from '../../entities/trains/errors.ts';
import {
  TrainCreated,
  TrainDeparted,
  TrainDepartureSkipped,
  TrainFailed,
  TrainUpdated,
} from '../../entities/trains/events.ts';
import {
  createTrainBody,
  listTrainsQuery,
  skipDepartureBody,
  trainListView,
  trainView,
  updateTrainBody,
} from '../../entities/trains/train.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { invalid, no_departure, not_found } = trainErrors;
const { STAGE, TABLE_NAME } = environment;

const read = { role: 'VIEWER', scope: 'trains:read', ci: true } as const;
const lead = { role: 'LEAD', scope: 'trains:write' } as const;

/** Events after which a train's next departure must be scheduled. */
export const SCHEDULING_EVENTS = [
  TrainCreated,
  TrainUpdated,
  TrainDeparted,
  TrainFailed,
  TrainDepartureSkipped,
] as const;

export const manifest = defineManifest({
  domain: 'trains',
  routes: {
    createTrain: {
      method: 'POST',
      path: '/trains',
      summary:
        'Create a schedule that creates the next release of a service automatically; refused if it could create no release',
      access: lead,
      body: createTrainBody,
      errors: [invalid, releaseErrors.pilot_not_allowed],
      status: 201,
      reply: trainView,
    },
    listTrains: {
      method: 'GET',
      path: '/trains',
      summary: 'List release trains, newest first',
      access: read,
      query: listTrainsQuery,
      status: 200,
      reply: trainListView,
    },
    getTrain: {
      method: 'GET',
      path: '/trains/{train}',
      summary: 'Show a release train with its next and its last departure',
      access: read,
      errors: [not_found],
      status: 200,
      reply: trainView,
    },
    updateTrain: {
      method: 'PATCH',
      path: '/trains/{train}',
      summary: 'Change a train; a new schedule counts from now on',
      access: lead,
      body: updateTrainBody,
      errors: [invalid, not_found, releaseErrors.pilot_not_allowed],
      status: 200,
      reply: trainView,
    },
    skipDeparture: {
      method: 'POST',
      path: '/trains/{train}/skip',
      summary: 'Skip one departure, the next one by default; the train continues with the one after it',
      access: lead,
      body: skipDepartureBody,
      errors: [no_departure, not_found],
      status: 200,
      reply: trainView,
    },
    deleteTrain: {
      method: 'DELETE',
      path: '/trains/{train}',
      summary: 'End a train; its releases stay',
      access: lead,
      errors: [not_found],
      status: 204,
    },
  },
  subscriptions: {
    schedule: { source: [TrainCreated.source], detailTypes: SCHEDULING_EVENTS.map((event) => event.type) },
  },
  tasks: {
    planDeparture: 'Answers when the train departs, that it departs now, or that another execution drives it',
    recordDeparture: 'Stores the outcome of a departure; the next leg begins',
  },
  machines: ['release-train'],
  lambdas: {
    api: {
      impact: 'People cannot see or change release trains; existing trains continue.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
    },
    events: {
      impact: 'Release trains do not wait for their next departure.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read'],
      starts: ['release-train'],
    },
    tasks: {
      impact: 'Release trains do not depart: planned releases are not created.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update'],
    },
  },
});
