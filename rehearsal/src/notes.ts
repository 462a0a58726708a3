import { minutesText } from './open-alarms';
import type { PlannedDeployment } from './planned-deployment';
import type { Side } from './play/side';
import type { DeploymentResult } from './result';

/** What a reader should know before believing the verdict. */
export function notesOf(
  result: Omit<DeploymentResult, 'notes'>,
  { notes: planned, isServerless = false }: Pick<PlannedDeployment, 'notes' | 'isServerless'>,
  newer: Side,
  older: Side | undefined,
): readonly string[] {
  const notes = [
    ...planned,
    ...rate(result, isServerless),
    ...recorded(result),
    ...sample(result),
    ...drift(result),
    ...unwatched(result),
    ...watchedAfterwards(result),
    ...open(result),
    ...[newer, older].flatMap((side) => (side === undefined ? [] : ofSide(side))),
  ];
  return [...new Set(notes)];
}

/** What scales by itself has no property that says how many to expect. */
function rate({ traffic }: Omit<DeploymentResult, 'notes'>, isServerless: boolean): string[] {
  if (traffic.rateFrom !== 'default') return [];
  const remedy = isServerless ? 'give' : 'set expectedRequestsPerMinute on the construct or give';
  return [`${traffic.requestsPerMinute} requests per minute were assumed: ${remedy} --requests-per-minute`];
}

/** Alarms and guardrails were set for what the template expects. */
function recorded({ traffic: { rateFrom, recording } }: Omit<DeploymentResult, 'notes'>): string[] {
  if (rateFrom !== 'recording' || recording?.templateExpects === undefined) return [];
  const { requestsPerMinute, templateExpects } = recording;
  if (requestsPerMinute === templateExpects) return [];
  return [
    `the recording has ${requestsPerMinute} requests per minute and the template expects ${templateExpects}: ` +
      `--requests-per-minute ${templateExpects} plays the recording at the rate that its alarms were set for`,
  ];
}

/** A weighted count has the spread of what was really sent: a score in standard errors believes it has less. */
function sample({ traffic }: Omit<DeploymentResult, 'notes'>): string[] {
  const { largestWeight, distinctRequests, mostPerMinute } = traffic;
  if (largestWeight === 1 || distinctRequests <= mostPerMinute) return [];
  return [
    `a minute's sample does not go through all ${distinctRequests} different requests, and each counts up to ` +
      `${round(largestWeight)} times: a score in standard errors may come out up to ${round(Math.sqrt(largestWeight))} ` +
      `times too large. --sample ${distinctRequests} would be exact`,
  ];
}

function drift({ traffic }: Omit<DeploymentResult, 'notes'>): string[] {
  if (traffic.drift === undefined) return [];
  const { feature, standardDeviations, because } = traffic.drift;
  const where = `feature ${feature}, from 0, lies ${standardDeviations} standard deviations away in all requests`;
  return [because === undefined ? where : `${where}: ${because}`];
}

function round(value: number): number {
  return Number(value.toFixed(1));
}

function unwatched({ rollout, isFirst, target, hooks }: Omit<DeploymentResult, 'notes'>): string[] {
  if (isFirst) return [];
  if (rollout.alarms.length === 0) {
    const nothing = hooks.length === 0 ? 'nothing' : 'nothing but its hooks';
    return [`no alarm watches this deployment, so ${nothing} can roll it back`];
  }
  if (rollout.steps.every(({ percent, minutes }) => percent === 0 || minutes === 0)) {
    return ['all traffic moves at once, so no alarm has a chance to stop the deployment'];
  }
  return rollout.rollsBackOnAlarm || target.kind === 'endpoint'
    ? []
    : ['the deployment group does not roll back on alarms: a stopped deployment leaves the alias on two versions'];
}

/** Alarms that rang while a promotion that none of them could stop was watched. */
function watchedAfterwards({ verdict, timeline, minute: decided }: Omit<DeploymentResult, 'notes'>): string[] {
  if (verdict !== 'promoted' && verdict !== 'undetermined') return [];
  const rang = new Map<string, string>();
  for (const { minute, alarms } of timeline) {
    if (minute < decided) continue;
    for (const { alarm, state, possible = [state] } of alarms) {
      if (!possible.includes('ALARM') || rang.has(alarm)) continue;
      rang.set(alarm, `${possible.length === 1 ? 'went' : 'may have gone'} into ALARM at minute ${minute + 1}`);
    }
  }
  return [...rang].map(([alarm, what]) => `${alarm} ${what}, when nothing could be rolled back`);
}

/** A deployment that is rolled back for certain may have been so before. */
function open({ openAlarms }: Omit<DeploymentResult, 'notes'>): string[] {
  return openAlarms.map(
    ({ alarm, minutes, reason }) =>
      `${alarm} may or may not have been in ALARM at the end of ${minutesText(minutes)}: ${reason}`,
  );
}

function ofSide({ record, name, players }: Side): string[] {
  const { number, sampled, refused, failed, throttled, requests } = record.facts(name);
  const version = `version ${number}`;
  return [
    ...players.flatMap(({ release }) => release.unresolved.map((variable) => `environment variable ${variable}`)),
    ...(sampled > 0 && refused > 0 ? [`${version} refused ${refused} of ${requests} requests as invalid`] : []),
    ...(throttled === undefined
      ? []
      : [
          `${throttled} of ${requests} requests to ${version} were throttled: its MaxConcurrency is too small for them`,
        ]),
    ...(failed > 0 && record.error !== undefined ? [`${version} failed first with ${record.error}`] : []),
  ];
}
