// Messages to people about release trains, in the chat of each: the words for their events. Part of messages.ts.
import type * as z from 'zod';
import type {
  TrainDepartureAnnounced,
  TrainDepartureSkipped,
  TrainEnded,
  TrainFailed,
  TrainStopped,
} from '../trains/events.ts';

interface Words {
  readonly title: string;
  readonly lines: readonly (string | undefined)[];
}
type DataOf<Event extends { readonly data: z.ZodType }> = z.output<Event['data']>;

/** `2026-03-10 09:00 UTC`. */
const timeInWords = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
const nextInWords = (at: string | undefined): string =>
  at === undefined ? 'It has no further departure' : `Next departure: ${timeInWords(at)}`;

export const trainFailedWords = (train: DataOf<typeof TrainFailed>): Words => ({
  title: `No release of ${train.service}: the train ${train.name} did not depart`,
  lines: [`Departure: ${timeInWords(train.departedAt)}`, train.error, nextInWords(train.nextDepartureAt)],
});

export const trainStoppedWords = ({ name, service, reason }: DataOf<typeof TrainStopped>): Words => ({
  title: `The train ${name} stopped`,
  lines: [reason, `${service} gets no further releases of it until its schedule is changed`],
});

export const trainEndedWords = ({ name, service, lastDepartureAt }: DataOf<typeof TrainEnded>): Words => ({
  title: `The train ${name} has ended`,
  lines: [
    lastDepartureAt && `Last departure: ${timeInWords(lastDepartureAt)}`,
    `${service} gets no further releases of it, as its schedule says`,
  ],
});

export const departureAnnouncedWords = (train: DataOf<typeof TrainDepartureAnnounced>): Words => ({
  title: `The train ${train.name} departs on ${timeInWords(train.departureAt)}`,
  lines: [
    `It creates the next release of ${train.service}`,
    `To leave this departure out: POST /trains/${train.trainId}/skip`,
  ],
});

export const departureSkippedWords = (train: DataOf<typeof TrainDepartureSkipped>): Words => {
  const { name, service, departureAt, cause, reason, nextDepartureAt } = train;
  if (cause === 'ASKED') {
    const title = `The train ${name} leaves out ${timeInWords(departureAt)}`;
    return { title, lines: [reason, nextInWords(nextDepartureAt)] };
  }
  const lines = [`Nothing is new on its base branch since ${service} ${reason}`, nextInWords(nextDepartureAt)];
  return { title: `No release of ${service} by the train ${name} this time`, lines };
};
