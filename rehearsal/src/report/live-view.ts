import type { Progress } from '../options';
import type { AlarmAtMinute, Minute } from '../result';
import { progressText } from './progress-line';
import { STATE_WORDS } from './timeline';
import { lastPart } from './words';

/** Some terminals do not say how large they are. */
const DEFAULT = { columns: 80, rows: 24 };

/** What is being played, on a few lines that are written over and over; on a terminal only, and not in CI. */
export class LiveView {
  private readonly isShown: boolean;
  private lines = 0;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    environment: NodeJS.ProcessEnv = process.env,
  ) {
    this.isShown = stream.isTTY && !environment.CI;
  }

  readonly show = (progress: Progress): void => {
    if (!this.isShown) return;
    const { columns, rows } = this.stream;
    const lines = [
      progressText(progress),
      ...waitLines(progress),
      ...(progress.last === undefined ? [] : minuteLines(progress.last)),
    ]
      .slice(0, (rows || DEFAULT.rows) - 1)
      .map((line) => line.slice(0, (columns || DEFAULT.columns) - 1));
    this.stream.write(this.start() + lines.join('\n'));
    this.lines = lines.length;
  };

  clear(): void {
    if (this.lines === 0) return;
    this.stream.write(this.start());
    this.lines = 0;
  }

  /** Back to the first line, and nothing below it. */
  private start(): string {
    const up = this.lines > 1 ? `\x1b[${this.lines - 1}A` : '';
    return `${up}\r\x1b[J`;
  }
}

/** What nothing goes on without. */
function waitLines({ waitsFor }: Progress): string[] {
  return waitsFor === undefined ? [] : [`  waiting for the ${waitsFor}`];
}

function minuteLines({ minute, old, new: newer, alarms }: Minute): string[] {
  const positive = newer.positiveShare === undefined ? '' : `, ${Math.round(100 * newer.positiveShare)} % positive`;
  const width = Math.max(0, ...alarms.map(({ alarm }) => lastPart(alarm).length));
  return [
    `  minute ${minute}: ${old.requests} to old, ${newer.requests} to new, ${newer.failed} failed${positive}`,
    ...alarms.map((alarm) => `  ${lastPart(alarm.alarm).padEnd(width)} ${alarmText(alarm)}`),
  ];
}

function alarmText({ state, possible = [state], value, threshold }: AlarmAtMinute): string {
  const states = possible.map((one) => STATE_WORDS[one]).join(' or ');
  if (value === undefined) return states;
  const limit = threshold === undefined ? '' : ` (threshold ${threshold})`;
  return `${states}, ${Number(value.toPrecision(3))}${limit}`;
}
