import Table from 'cli-table3';
import type { NotPlayed } from '../assembly/assembly-reader';
import type { DeploymentResult, Minute, RehearsalResult } from '../result';
import type { PlayedScenario, ScenariosResult } from '../scenarios/rehearse-scenarios';
import { lastPart, plural } from './words';

/** Scenario by scenario: would it have been caught, when, by what, and how many users would have been hit? */
export function scenariosText({ scenarios, seconds }: ScenariosResult): string {
  const table = new Table({
    head: ['scenario', 'of', 'verdict', 'answered by the new release', 'alarms'],
    colWidths: [null, null, null, 30, 48],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const scenario of scenarios) table.push(...rowsOf(scenario));
  const lines = scenarios.flatMap((scenario) => [
    `  ${scenario.name}: ${scenario.description}`,
    ...detailsOf(scenario),
  ]);
  return `${table.toString()}\n${lines.join('\n')}\n\n${plural(scenarios.length, 'scenario')} rehearsed in ${seconds.toFixed(1)} s\n`;
}

function rowsOf({ name, result }: PlayedScenario): string[][] {
  if (result === undefined) return [[name, '', 'not played', '', '']];
  const rows = [
    ...result.deployments.map((deployment) => [
      name,
      deployment.target.path,
      verdictText(deployment),
      usersText(deployment),
      alarmsText(deployment),
    ]),
    ...skipped(name, result).map(({ path }) => [name, path, 'not played', '', '']),
  ];
  return rows.sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([, ...rest], i) => [i === 0 ? name : '', ...rest]);
}

/** Why something was not played, what else than an alarm decided, and what the role lacks. */
function detailsOf({ name, result, reason }: PlayedScenario): string[] {
  if (result === undefined) return [`    not played: ${reason}`];
  return [
    ...result.deployments.flatMap(({ target, reason: decided, notes }) =>
      [decided ?? [], notes.filter((note) => note.includes(' has no '))]
        .flat()
        .map((text) => `    ${target.path}: ${text}`),
    ),
    ...skipped(name, result).map(({ path, reason: why }) => `    ${path}: ${why}`),
  ];
}

function skipped(name: string, { notPlayed }: RehearsalResult): NotPlayed[] {
  return notPlayed.filter(({ type }) => type === `scenario ${name}`);
}

function verdictText({ verdict, minute, alarms }: DeploymentResult): string {
  const by = alarms.length > 0 ? ` by ${alarms.map(alarmName).join(', ')}` : '';
  return `${verdict.replaceAll('-', ' ')} at minute ${minute}${by}`;
}

function alarmName(path: string): string {
  return lastPart(path).replace(/Alarm$/, '');
}

function usersText({ verdict, exposure, traffic, isFirst }: DeploymentResult): string {
  const hit = `${plural(exposure.requests, 'request')}, ${exposure.failed} failed`;
  const all = `all ${traffic.requestsPerMinute} a minute`;
  if (verdict === 'promoted' || verdict === 'undetermined') return isFirst ? all : `${hit}, then ${all}`;
  return hit;
}

/** What each alarm would have done, and when first. */
function alarmsText({ timeline }: DeploymentResult): string {
  const names = [...new Set(timeline.flatMap(({ alarms }) => alarms.map(({ alarm }) => alarm)))];
  return names.map((name) => `${alarmName(name)} ${firstText(name, timeline)}`).join(', ');
}

function firstText(name: string, timeline: readonly Minute[]): string {
  const of = ({ alarms }: Minute) => alarms.find(({ alarm }) => alarm === name);
  const rang = timeline.find((minute) => of(minute)?.state === 'ALARM');
  if (rang !== undefined) return `ALARM at ${rang.minute + 1}`;
  const may = timeline.find((minute) => of(minute)?.possible?.includes('ALARM') === true);
  return may === undefined ? 'ok' : `may be in ALARM at ${may.minute + 1}`;
}
