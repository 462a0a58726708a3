import type { DeploymentResult, RehearsalResult } from './result';

/** What a strict reading holds against a rehearsal whose verdict is good enough. */
export function strictFindings({ deployments }: Pick<RehearsalResult, 'deployments'>): string[] {
  return deployments.flatMap((deployment) => [
    ...undetermined(deployment),
    ...allAtOnce(deployment),
    ...tooLate(deployment),
  ]);
}

function undetermined({ target: { path }, undetermined: steps, openAlarms }: DeploymentResult): string[] {
  return [
    ...steps.map(({ step, percent }) => `${path}: step ${step + 1} (${percent} %) is undetermined`),
    ...openAlarms.map(({ alarm }) => `${path}: ${alarm} may or may not have been in ALARM`),
  ];
}

/** A first deployment has nothing to shift from. */
function allAtOnce({ target: { path }, isFirst, rollout }: DeploymentResult): string[] {
  const shifts = isFirst || rollout.steps.some(({ minutes }) => minutes > 0);
  return shifts ? [] : [`${path}: all traffic moves at once`];
}

/** Alarms that ring in what is watched after a promotion. */
function tooLate({ target: { path }, minute: decided, timeline }: DeploymentResult): string[] {
  const rang = timeline
    .filter(({ minute }) => minute >= decided)
    .flatMap(({ alarms }) => alarms.filter(({ state, possible = [state] }) => possible.includes('ALARM')))
    .map(({ alarm }) => alarm);
  return [...new Set(rang)].map((alarm) => `${path}: ${alarm} rings when nothing can be rolled back`);
}
