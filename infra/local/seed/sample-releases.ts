// The releases of the sample tenant, played over the last month by the clock of the stage, as their people, CI and stores do, and beside them
// the deployments.
// They have neither chat nor tickets, whose messages would still be on their way when the first person looks.
import { createMarks, type Marks } from '../demo/marks.ts';
import { plainPlay } from '../demo/plays/plain-play.ts';
import { openScene, type Scene } from '../demo/scene.ts';
import { type Play, runPlay, type Step } from '../demo/steps.ts';
import type { Credentials } from './credentials.ts';
import type { SampleService } from './sample-catalog.ts';
import { ensureEnvironments, sampleDeployments } from './sample-deployments.ts';

const HOUR_MS = 3_600_000;

/** How many steps of a plain play each part has: created; building; built; with the stores; approved; RELEASED. */
const PARTS = [1, 3, 1, 3, 1, 2];

interface SampleRelease {
  readonly service: SampleService;
  readonly version: string;
  /** How many days ago each part happened; the parts that are left out have not happened. */
  readonly days: readonly number[];
  readonly cancelledAt?: number;
}

/** One after the other with the stores, which take one version at a time. */
const RELEASES: readonly SampleRelease[] = [
  { service: 'auth-service', version: '1.1.0', days: [29, 26, 22, 18, 18, 18] },
  { service: 'payment-api', version: '1.2.0', days: [26, 22, 18, 14, 14, 14] },
  { service: 'user-dashboard', version: '1.3.0', days: [22, 18, 14, 10, 10, 10] },
  { service: 'api-gateway', version: '1.3.1', days: [18, 14], cancelledAt: 10 },
  { service: 'notification-service', version: '1.4.0', days: [14, 10, 10, 6, 6, 6] },
  { service: 'auth-service', version: '1.5.0', days: [10, 6, 2] },
  { service: 'payment-api', version: '1.5.1', days: [10, 6, 2] },
  { service: 'user-dashboard', version: '1.5.2', days: [6, 2] },
  { service: 'api-gateway', version: '1.6.0', days: [6] },
  { service: 'notification-service', version: '1.6.1', days: [2] },
];

/** The days on which anything happens, the first one first. */
const DAYS = [...new Set(RELEASES.flatMap(({ days, cancelledAt = [] }) => days.concat(cancelledAt)))].sort(
  (one, other) => other - one,
);

const markOf = (day: number): string => `${day} days ago`;
const doneOf = ({ version }: SampleRelease, day: number): string => `${version}, ${markOf(day)}`;

const cancelled: Step = {
  what: 'the release is cancelled',
  act: ({ scene, params }) =>
    scene.lead.must('POST /releases/{release}/cancel', { params, body: { reason: 'Superseded' } }),
  until: ({ status }) => status === 'CANCELLED',
};

/** The parts of a play that have happened: each begins at the mark of its day, and the last one of a day sets another. */
function playOf(release: SampleRelease): Play {
  const { service, version, days, cancelledAt } = release;
  const alone = { communicationIntegrationId: null, ticketIntegrationId: null, description: `${service} ${version}` };
  const { name, steps } = plainPlay({ service, version }, alone);
  const parts = days.map((day, part) => {
    const from = PARTS.slice(0, part).reduce((sum, count) => sum + count, 0);
    return { day, steps: steps.slice(from, from + (PARTS[part] ?? 0)) };
  });
  if (cancelledAt !== undefined) parts.push({ day: cancelledAt, steps: [cancelled] });
  const marked = parts.flatMap(({ day, steps }, part) =>
    steps.map((step, index) => ({
      ...step,
      ...(index === 0 && { after: markOf(day) }),
      ...(index === steps.length - 1 && parts[part + 1]?.day !== day && { mark: doneOf(release, day) }),
    })),
  );
  return { name, steps: marked };
}

const isOn = ({ days, cancelledAt }: SampleRelease, day: number) => days.includes(day) || cancelledAt === day;

type OnDay = (daysAgo: number, at: number) => Promise<void>;

async function passDays(marks: Marks, moveClock: MoveClock, onDay: OnDay): Promise<void> {
  const now = Date.now();
  for (const day of DAYS) {
    // Not every day at the same time.
    const at = now - (24 * day + ((5 * day) % 9)) * HOUR_MS;
    await moveClock(at);
    marks.reach(markOf(day));
    const releases = RELEASES.filter((release) => isOn(release, day));
    await Promise.all([onDay(day, at), ...releases.map((one) => marks.reached(doneOf(one, day)))]);
  }
}

export type MoveClock = (time: number | undefined) => Promise<void>;

export async function makeReleases(credentials: Credentials, moveClock: MoveClock): Promise<void> {
  const scene: Scene = await openScene({ credentials, patienceMs: 60_000 });
  const marks = createMarks();
  const silent = { say: () => {}, awaits: () => {} };
  await ensureEnvironments(credentials);
  await Promise.all([
    passDays(marks, moveClock, sampleDeployments(credentials)),
    ...RELEASES.map((release) => runPlay(playOf(release), scene, marks, silent)),
  ]);
}
