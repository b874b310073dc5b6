// Messages to people about release trains, in the chat of each. Pure.
import { defineMessage, type MessageDefinition, timeInWords } from '../notifications/message.model.ts';
import { TrainDepartureAnnounced, TrainDepartureSkipped, TrainEnded, TrainFailed, TrainStopped } from './events.ts';

const nextInWords = (at: string | undefined): string =>
  at === undefined ? 'It has no further departure' : `Next departure: ${timeInWords(at)}`;

export const TRAIN_MESSAGES: readonly MessageDefinition[] = [
  defineMessage(TrainFailed, { purpose: 'incidents' }, ({ name, service, departedAt, error, nextDepartureAt }) => ({
    title: `No release of ${service}: the train ${name} did not depart`,
    lines: [`Departure: ${timeInWords(departedAt)}`, error, nextInWords(nextDepartureAt)],
  })),
  defineMessage(TrainStopped, { purpose: 'incidents' }, ({ name, service, reason }) => ({
    title: `The train ${name} stopped`,
    lines: [reason, `${service} gets no further releases of it until its schedule is changed`],
  })),
  defineMessage(TrainEnded, { purpose: 'releases' }, ({ name, service, lastDepartureAt }) => ({
    title: `The train ${name} has ended`,
    lines: [
      lastDepartureAt && `Last departure: ${timeInWords(lastDepartureAt)}`,
      `${service} gets no further releases of it, as its schedule says`,
    ],
  })),
  defineMessage(TrainDepartureAnnounced, { purpose: 'releases' }, ({ name, service, trainId, departureAt }) => ({
    title: `The train ${name} departs on ${timeInWords(departureAt)}`,
    lines: [`It creates the next release of ${service}`, `To leave this departure out: POST /trains/${trainId}/skip`],
  })),
  defineMessage(TrainDepartureSkipped, { purpose: 'releases' }, (train) => {
    const { name, service, departureAt, cause, reason, nextDepartureAt } = train;
    if (cause === 'ASKED') {
      const title = `The train ${name} leaves out ${timeInWords(departureAt)}`;
      return { title, lines: [reason, nextInWords(nextDepartureAt)] };
    }
    const lines = [`Nothing is new on its base branch since ${service} ${reason}`, nextInWords(nextDepartureAt)];
    return { title: `No release of ${service} by the train ${name} this time`, lines };
  }),
];
