import { InferenceError } from '../errors';
import type { ResourceGraph } from '../graph/resource-graph';
import type { RolloutSpec } from '../rollout/rollout';
import { breaches, describeBreach } from '../rules/engine';
import type { Release } from '../rules/release';
import { alarmsOf, metricsOf, releasesOf } from '../rules/release';
import { isUnresolvedValue } from '../rules/unresolved';
import { declaredRollout, expectedRollout } from './rollout-text';

/** Fails unless a release of the template, at or below the path where one is given, is rolled out like this. */
export function checkRollout(graph: ResourceGraph, rollout: RolloutSpec, path?: string): void {
  const releases = requireReleases(graph, path);
  if (releases.some(({ resource }) => declaredRollout(graph, resource) === expectedRollout(rollout, resource))) return;
  const lines = releases.map(
    ({ resource }) =>
      `${resource.path} (${declaredRollout(graph, resource)}): must be ${expectedRollout(rollout, resource)}`,
  );
  throw new InferenceError('RolloutDiffers', `rollout of ${lines.join('\n  and of ')}`);
}

/**
 * Fails unless every release, at or below the path where one is given, is rolled back by an alarm of the template on each
 * of the metrics; without metrics, by any.
 */
export function checkRollbackAlarms(graph: ResourceGraph, metricNames: readonly string[], path?: string): void {
  for (const release of requireReleases(graph, path)) {
    const alarms = alarmsOf(graph, release);
    const watched = [...new Set(alarms.flatMap(metricsOf).map(({ name }) => String(name)))].sort();
    const missing = metricNames.filter((name) => !watched.includes(name));
    if (alarms.length > 0 && missing.length === 0) continue;
    throw new InferenceError(
      'RollbackAlarmsMissing',
      `metrics of the rollback alarms of ${release.resource.path} (${watched.join(', ') || 'none'}): must include ` +
        (missing.join(', ') || 'one at least'),
    );
  }
}

/** Fails if the template breaks a rule, advice included, unless it is acknowledged by its id. */
export function checkRulesHold(graph: ResourceGraph, acknowledged: readonly string[] = []): void {
  const broken = breaches(graph, { isUnresolved: isUnresolvedValue }).filter(
    ({ rule }) => !acknowledged.includes(rule.id),
  );
  if (broken.length === 0) return;
  const lines = broken.map((breach) => `\n  ${describeBreach(breach)}`).join('');
  throw new InferenceError('RulesBroken', `broken rules (${broken.length}): must be none${lines}`);
}

function requireReleases(graph: ResourceGraph, path?: string): Release[] {
  const releases = releasesOf(graph);
  const found = releases.filter(({ resource }) => isAt(resource.path, path));
  if (found.length > 0) return found;
  const known = releases.map(({ resource }) => resource.path).join(', ') || 'none';
  throw new InferenceError(
    'ReleaseMissing',
    path === undefined
      ? 'releases that roll back by themselves (none): at least 1 in the template'
      : `path (${JSON.stringify(path)}): must be that of a release that rolls back by itself, or lead to one: ${known}`,
  );
}

function isAt(path: string, wanted: string | undefined): boolean {
  return wanted === undefined || path === wanted || path.startsWith(`${wanted}/`);
}
