import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import type { AssessmentAnswer, TrajectoryMonth, TrajectoryView } from '#assessment/queries.js';
import { dayInWords } from '../words/dates.js';
import { monthInWords } from '../words/months.js';
import { partOfYear } from '../words/periods.js';

/** A trajectory as the case shows it: a picture, the same numbers as a table, and how to go on. */
export interface ShownTrajectory {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly picture: TrajectoryPicture;
  readonly rows: readonly {
    readonly month: string;
    readonly planned: string;
    readonly actual: string;
    readonly verdict: string;
  }[];
  readonly notes: readonly string[];
  /** The assessment whose it is. */
  readonly path: string;
}

interface TrajectoryPicture {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly planned: string;
  readonly actual: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly rules: readonly { readonly y: number; readonly label: string }[];
  readonly ticks: readonly { readonly x: number; readonly month: string; readonly year: string }[];
}

/** Its own trajectories that stand, then those carried into it from earlier periods. */
export function trajectoriesOf(answer: AssessmentAnswer): readonly ShownTrajectory[] {
  const own = answer.trajectories.filter(({ withdrawn }) => withdrawn === null).map((one) => shown(one, answer.id, ''));
  const carried = answer.carriedTrajectories.map((one) =>
    shown(one, one.assessment, `Carried from ${partOfYear(one.period).toLowerCase()} of ${one.period.slice(0, 7)}. `),
  );
  return [...own, ...carried];
}

function shown(trajectory: TrajectoryView, assessment: string, from: string): ShownTrajectory {
  const { id, measure, unit, better, months, revisions } = trajectory;
  const withUnit = (value: string | null): string => (value === null ? '' : `${value}${unit === '%' ? '%' : ''}`);
  const named = unit === null || unit === '%' ? measure : `${measure} (${unit})`;
  return {
    id,
    name: named,
    about: `${from}Agreed ${dayInWords(trajectory.agreedOn)}. ${better === 'higher' ? 'Higher' : 'Lower'} is better.`,
    picture: pictureOf(months),
    rows: months.map((one) => ({
      month: monthInWords(one.month),
      planned: one.planned === null ? 'Off the plan' : withUnit(one.planned),
      actual: withUnit(one.actual),
      verdict: verdictOn(one),
    })),
    notes: [
      ...revisions.map(({ reason, decidedOn }) => `Revised ${dayInWords(decidedOn)}: ${reason}`),
      ...months.flatMap(({ month, reason }) =>
        reason === null ? [] : [`${monthInWords(month)} was told otherwise before: ${reason}`],
      ),
    ],
    path: `/assessments/${assessment}`,
  };
}

const verdictOn = ({ onTrack }: TrajectoryMonth): string => (onTrack === null ? '' : onTrack ? 'As planned or better' : 'Behind');

const [HEIGHT, TOP, BOTTOM, LEFT, PER_MONTH] = [200, 20, 140, 64, 72] as const;

function pictureOf(months: readonly TrajectoryMonth[]): TrajectoryPicture {
  const values = months.flatMap(({ planned, actual }) =>
    [planned, actual].flatMap((value) => (value === null ? [] : [Number(value)])),
  );
  const height = scaleLinear()
    .domain([Math.min(...values), Math.max(...values)])
    .nice(4)
    .range([BOTTOM, TOP]);
  const right = LEFT + PER_MONTH * Math.max(months.length, 2);
  const along = scalePoint<string>()
    .domain(months.map(({ month }) => month))
    .range([LEFT + PER_MONTH / 2, right - PER_MONTH / 2]);
  const xOf = (month: string): number => along(month) ?? LEFT;
  const lineOf = (of: (month: TrajectoryMonth) => string | null): string =>
    line<TrajectoryMonth>()
      .defined((month) => of(month) !== null)
      .x(({ month }) => xOf(month))
      .y((month) => height(Number(of(month))))(months) ?? '';
  return {
    width: right + 8,
    height: HEIGHT,
    left: LEFT,
    right,
    planned: lineOf(({ planned }) => planned),
    actual: lineOf(({ actual }) => actual),
    points: months.flatMap(({ month, actual }) => (actual === null ? [] : [{ x: xOf(month), y: height(Number(actual)) }])),
    rules: height.ticks(4).map((value) => ({ y: height(value), label: String(value) })),
    ticks: months.map(({ month }) => {
      const [name = '', year = ''] = monthInWords(month).split(' ');
      return { x: xOf(month), month: name.slice(0, 3), year };
    }),
  };
}
