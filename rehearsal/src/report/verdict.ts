import type { DeploymentResult, ScalingFacts, VersionFacts } from '../result';
import { callLines } from './calls';
import { rateText } from './rate-text';
import { plural } from './words';

/** The verdict in one sentence, naming alarm, minute and exposure. */
export function verdictSentence(result: DeploymentResult): string {
  const { versions, minute, exposure, isFirst } = result;
  const version = `version ${versions.new.number}${versions.new.description === '' ? '' : ` (${versions.new.description})`}`;
  const exposed = `${version} answered ${plural(exposure.requests, 'request')}, ${exposure.failed} of them failed`;
  const { kind, unit = 'instances' } = result.target;
  const before = kind === 'endpoint' ? `the old ${unit} went` : 'it took all traffic';
  switch (result.verdict) {
    case 'promoted':
      return isFirst
        ? `FIRST DEPLOYMENT: ${version} takes all traffic at once; there is nothing to shift from and nothing to roll back to`
        : `PROMOTED at minute ${minute}: no alarm rang. ${exposed} before ${before}`;
    case 'undetermined':
      return (
        `UNDETERMINED: promoted at minute ${minute} unless ${result.openAlarms.map(({ alarm }) => alarm).join(', ')} ` +
        `stopped it, which AWS's documentation leaves open. ${exposed} before ${before}`
      );
    case 'rolled-back':
      return `ROLLED BACK at minute ${minute} ${result.reason === undefined ? `by ${result.alarms.join(', ')}` : `because ${result.reason}`}. ${exposed}`;
    case 'failed':
      return `FAILED: ${version} never comes into service because ${result.reason}`;
    case 'stopped':
      return result.reason === undefined
        ? `STOPPED at minute ${minute} by ${result.alarms.join(', ')}, and left on two versions. ${exposed}`
        : `STOPPED at minute ${minute} because ${result.reason}, and left on the new version. ${exposed}`;
    case 'golden-cases-failed':
      return `GOLDEN CASES FAILED: ${version} does not answer what its model package recorded: ${result.golden?.failure}`;
    case 'unchanged':
      return 'UNCHANGED';
  }
}

/** What to know beside the verdict, a line each. */
export function factLines(result: DeploymentResult): string[] {
  const { traffic, golden, versions } = result;
  const weight =
    traffic.largestWeight === 1
      ? 'each a real one (weight 1)'
      : `at most ${traffic.mostPerMinute} real ones a version and minute, each counted up to ${Number(traffic.largestWeight.toFixed(2))} times`;
  return [
    `traffic: ${rateText(traffic)}, ${weight}; ${traffic.distinctRequests} different ones from ${traffic.source}, seed ${traffic.seed}`,
    ...[versions.old, versions.new].flatMap((version) => {
      if (version?.durationMilliseconds === undefined) return [];
      const { median, p99 } = version.durationMilliseconds;
      const [starts, what] = [
        startsText(version.coldStartMilliseconds),
        result.target.kind === 'endpoint' ? 'in service after' : 'cold start',
      ];
      return [
        `version ${version.number} on this machine: ${plural(version.sampled, 'real request')}, median ${median} ms, p99 ${p99} ms; ${what} ${starts} (not in the duration)`,
        ...modelledLine(version),
      ];
    }),
    ...(golden === undefined || golden.failure !== undefined
      ? []
      : [`golden cases: ${golden.cases} of ${golden.cases} agree`]),
    ...(result.scaling ?? []).map(scalingLine),
    ...result.undetermined.map(
      ({ step, percent, sampled }) =>
        `undetermined: step ${step + 1} (${percent} %) had ${plural(sampled, 'sampled request')} on the new version; below 30 they say nothing`,
    ),
    ...result.neverPublished.map(
      ({ alarm, metric }) => `never published: ${metric.namespace} ${metric.name}, which ${alarm} reads`,
    ),
    ...callLines(result),
    ...result.substitutions.map((text) => `substituted: ${text}`),
    ...result.notes.map((text) => `note: ${text}`),
  ];
}

/** When there was how much capacity. */
function scalingLine(scaling: ScalingFacts): string {
  const { variant, unit, minCapacity, maxCapacity, instancesAtStart, activities } = scaling;
  const moved = activities.filter(({ status }) => status === 'successful');
  const steps = moved.map(({ minute, to, inServiceAt = minute }) => `${to} from minute ${inServiceAt} on`);
  const failed = activities.length - moved.length;
  return [
    `scaling of ${variant} (${minCapacity} to ${maxCapacity} ${unit}): ${instancesAtStart} at the start`,
    ...(steps.length === 0 ? ['not scaled'] : steps),
    ...(failed === 0 ? [] : [`${plural(failed, 'scheduled action')} failed`]),
  ].join(', ');
}

const MOST_STARTS = 5;

function startsText(milliseconds: readonly number[]): string {
  const first = milliseconds.slice(0, MOST_STARTS).map((ms) => `${Math.round(ms)} ms`);
  const more = milliseconds.length - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function modelledLine({ number, modelledMilliseconds, durationMilliseconds }: VersionFacts): string[] {
  if (modelledMilliseconds === undefined) return [];
  const { median: plain, p99: most } = durationMilliseconds ?? modelledMilliseconds;
  // Where nobody waits there is nothing to add.
  if (modelledMilliseconds.median === plain && modelledMilliseconds.p99 === most) return [];
  const { median, p99 } = modelledMilliseconds;
  return [
    `version ${number}, modelled with the time that requests wait for an instance: median ${median} ms, p99 ${p99} ms`,
  ];
}
