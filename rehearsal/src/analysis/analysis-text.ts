import { rateText } from '../report/rate-text';
import { dollars, plural } from '../report/words';
import type { AlarmReach, Analysis, DoubleFleet, Exposed, QuotaNeed, ReleaseAnalysis } from './analysis-types';

/** The analysis, for a terminal. */
export function analysisText(analysis: Analysis): string {
  const { releases, quotas, twoStepPlans, findings, notes = [] } = analysis;
  const parts = [
    ...releases.map(releaseText),
    ...(quotas.length === 0 ? [] : [section('needs while the deployment runs:', quotas.map(quotaLine))]),
    ...twoStepPlans.map(({ path, change, why, steps }) =>
      section(
        `${path}: ${change} takes ${plural(steps.length, 'deployment')}, because ${why}`,
        steps.map((step, i) => `${i + 1}. ${step}`),
      ),
    ),
    findings.length === 0
      ? 'nothing found'
      : section(
          'found:',
          findings.map(({ severity, id, path, message }) => `${severity} [${id}] ${path}: ${message}`),
        ),
    ...notes.map((note) => `note: ${note}`),
  ];
  return `${parts.join('\n\n')}\n`;
}

function releaseText(release: ReleaseAnalysis): string {
  const { path, strategy, isReleased } = release;
  const next = isReleased === false ? ' (not released by this change)' : '';
  return section(`${path}: ${strategy}${next}`, releaseLines(release));
}

/** How a release comes, minute by minute, what each alarm sees of it, and whom it may hit, a line each. */
export function releaseLines(release: ReleaseAnalysis): string[] {
  const { traffic, timeline, alarms, power, exposure, doubleFleet } = release;
  return [
    ...timelineLines(release),
    ...alarms.map(alarmLine),
    ...(power === undefined ? [] : [powerLine(power)]),
    `traffic: ${rateText({ ...traffic, rateFrom: traffic.from })}`,
    ...(timeline.decidedAt === timeline.shiftsAt ? [] : exposureLines(exposure)),
    ...(doubleFleet === undefined ? [] : [fleetLine(doubleFleet)]),
  ];
}

function timelineLines(release: ReleaseAnalysis): string[] {
  const { kind, isServerless, timeline } = release;
  const { phases, endsAt, timeoutAt } = timeline;
  const noun = word(release);
  const provision = isServerless === true ? 'it comes into service' : 'instances start';
  const what = { provision, bake: 'bake', termination: `the old ${noun} waits` };
  return [
    ...phases.map(({ from, to, percent, isAssumed, ...phase }) => {
      const assumed = isAssumed ? ` (${to - from} min assumed)` : '';
      return `minute ${from} to ${to}: ${share(percent)} on the new ${noun}, ${what[phase.kind]}${assumed}`;
    }),
    `minute ${endsAt}: ${kind === 'function' ? 'all traffic on the new version, done' : `the old ${noun} is gone`}`,
    ...(timeoutAt === undefined ? [] : [`minute ${timeoutAt}: timeout`]),
  ];
}

function word({ kind, isServerless }: ReleaseAnalysis): string {
  if (kind === 'function') return 'version';
  return isServerless === true ? 'configuration' : 'fleet';
}

function alarmLine({ alarm, earliestMinute, wholeWindowMinute, unknown }: AlarmReach): string {
  if (unknown !== undefined) return `alarm ${alarm}: not known when it can ring: ${unknown}`;
  if (earliestMinute === undefined) return `alarm ${alarm}: cannot ring before the decision`;
  const whole = wholeWindowMinute === undefined ? '' : `, sees its whole window at minute ${wholeWindowMinute}`;
  return `alarm ${alarm}: rings at minute ${earliestMinute} at the earliest${whole}`;
}

function powerLine({ percent, expectedRows, rowsNeeded, chance }: NonNullable<ReleaseAnalysis['power']>): string {
  const needed = rowsNeeded === undefined ? 'no number of rows is enough' : `${rowsNeeded} are needed`;
  return `power: ${share(percent)} are about ${Math.round(expectedRows)} rows, ${needed} to see answers collapse to one class: chance ${(100 * chance).toFixed(0)} %`;
}

function exposureLines({ earliest, wholeWindow, undetected, percent }: ReleaseAnalysis['exposure']): string[] {
  const line = (what: string, { minute, requests, users }: Exposed): string =>
    `exposed ${what} (minute ${minute}): ${plural(requests, 'request')}, ${plural(users, 'user')}`;
  return [
    earliest === undefined
      ? 'exposed: everyone, no alarm that is declared here can roll it back'
      : line('until the earliest rollback', earliest),
    ...(wholeWindow === undefined ? [] : [line('until an alarm saw its whole window', wholeWindow)]),
    line('if no alarm rings', undetected),
    ...(percent === undefined
      ? []
      : [
          `exposed at ${share(percent)} of the traffic: capacity moves in whole instances, and AWS does not document how it rounds`,
        ]),
  ];
}

function fleetLine({ instances, minutes, usd, mostUsd, prices }: DoubleFleet): string {
  const fleet = instances.map(({ instanceType, count }) => `${count} × ${instanceType}`).join(', ');
  const unknown = prices.filter(({ usdPerHour }) => usdPerHour === undefined).map(({ instanceType }) => instanceType);
  const sources = prices
    .filter(({ usdPerHour }) => usdPerHour !== undefined)
    .map(({ instanceType, usdPerHour, mark, asOf }) => `${instanceType} $${usdPerHour} an hour, ${mark} ${asOf}`);
  const notKnown = unknown.length === 0 ? [] : [`price of ${unknown.join(', ')} not known`];
  const most = mostUsd === undefined ? '' : `, at most ${dollars(mostUsd)} on other pools`;
  const cost =
    usd === undefined ? notKnown.join('') : `${dollars(usd)}${most} (${[...sources, ...notKnown].join('; ')})`;
  return `billed beside the fleet: ${fleet} for ${minutes} min: ${cost}`;
}

function quotaLine(need: QuotaNeed): string {
  const { quota, before, during, after } = need;
  return `${quota}: ${before} before, ${during} during, ${after} after (${quotaReason(need)})`;
}

/** Why so many are needed, and how many AWS allows where it says so. */
export function quotaReason({ because, limit }: QuotaNeed): string {
  return limit === undefined ? because : `${because}, AWS allows ${limit} unless raised`;
}

function section(head: string, lines: readonly string[]): string {
  return [head, ...lines.map((line) => `  ${line}`)].join('\n');
}

function share(percent: number): string {
  return `${Math.round(percent * 10) / 10} %`;
}
