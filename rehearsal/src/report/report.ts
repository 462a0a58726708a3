import type { DeploymentResult, RehearsalResult } from '../result';
import { timelineTable } from './timeline';
import { factLines, verdictSentence } from './verdict';

/** The whole rehearsal, for a terminal. */
export function reportText(result: RehearsalResult): string {
  const parts = [
    ...(result.scenario === undefined ? [] : [`scenario ${result.scenario}`]),
    ...result.deployments.map(deploymentText),
    ...result.unchanged.map((path) => `${path}: no new release, nothing to roll out`),
    ...notPlayedLines(result),
    ...strictLines(result),
  ];
  return `${parts.join('\n\n')}\n\nrehearsed in ${result.seconds.toFixed(1)} s\n`;
}

function deploymentText(result: DeploymentResult): string {
  const { rollout } = result;
  return [
    `${result.target.path}: ${rollout.configuration}${rollsBack(result)}`,
    timelineTable(result),
    verdictSentence(result),
    ...eventLines(result).map((line) => `  ${line}`),
    ...factLines(result).map((line) => `  ${line}`),
  ].join('\n');
}

/** What the control plane did, a line each. */
function eventLines({ events }: DeploymentResult): string[] {
  return events.map(({ minute, what }) => `minute ${minute}: ${what}`);
}

function rollsBack({ rollout, isFirst }: DeploymentResult): string {
  return isFirst ? ', for the releases after this one' : `, watched by ${rollout.alarms.length} alarms`;
}

function notPlayedLines({ notPlayed }: RehearsalResult): string[] {
  if (notPlayed.length === 0) return [];
  return [['not played:', ...notPlayed.map(({ path, type, reason }) => `  ${path} (${type}): ${reason}`)].join('\n')];
}

function strictLines({ strict }: RehearsalResult): string[] {
  if (strict === undefined || strict.length === 0) return [];
  return [['by a strict reading not promoted:', ...strict.map((line) => `  ${line}`)].join('\n')];
}
