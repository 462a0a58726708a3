import Table from 'cli-table3';
import type { AlarmAtMinute, DeploymentResult, Minute } from '../result';
import { lastPart } from './words';

/** A row for each minute, or for each few where they are many; failed and positive are the new version's. */
export function timelineTable(result: DeploymentResult): string {
  const alarms = [...new Set(result.timeline.flatMap((minute) => minute.alarms.map(({ alarm }) => alarm)))];
  const hasScaling = result.scaling !== undefined && result.target.kind === 'endpoint';
  const hasQueue = result.timeline.some(({ new: { waiting } }) => waiting !== undefined);
  const head = [
    'minute',
    'step',
    'new',
    'to old',
    'to new',
    'failed',
    'positive',
    ...(hasScaling ? [result.target.unit ?? 'instances'] : []),
    ...(hasQueue ? ['waiting'] : []),
  ];
  const table = new Table({
    head: [...head, ...alarms.map((alarm) => lastPart(alarm).replace(/Alarm$/, ''))],
    colAligns: [...head, ...alarms].map(() => 'right' as const),
    style: { head: [], border: [], compact: true },
  });
  for (const minute of thinned(result.timeline)) {
    table.push([
      minute.minute,
      minute.step + 1,
      `${minute.percent} %`,
      minute.old.requests,
      minute.new.requests,
      minute.new.failed,
      minute.new.positiveShare === undefined ? '' : `${Math.round(100 * minute.new.positiveShare)} %`,
      ...(hasScaling ? [instancesCell(minute, result)] : []),
      ...(hasQueue ? [(minute.old.waiting ?? 0) + (minute.new.waiting ?? 0)] : []),
      ...alarms.map((alarm) => cell(minute.alarms.find((status) => status.alarm === alarm))),
    ]);
  }
  return table.toString();
}

/** Of the old release and of the new one. */
function instancesCell({ old, new: newer }: Minute, { isFirst }: DeploymentResult): string {
  return isFirst ? `${newer.instances ?? 0}` : `${old.instances ?? 0} + ${newer.instances ?? 0}`;
}

const MOST_ROWS = 40;

/** The last row is always among them: it is the one that decided. */
function thinned(timeline: readonly Minute[]): readonly Minute[] {
  const every = Math.ceil(timeline.length / MOST_ROWS);
  return timeline.filter((_, i) => (timeline.length - 1 - i) % every === 0);
}

export const STATE_WORDS = { OK: 'ok', ALARM: 'ALARM', INSUFFICIENT_DATA: 'no data' } as const;

function cell(status: AlarmAtMinute | undefined): string {
  if (status === undefined) return '';
  const value = status.value === undefined ? '' : `${Number(status.value.toPrecision(3))} `;
  return value + (status.possible ?? [status.state]).map((state) => STATE_WORDS[state]).join(' or ');
}
