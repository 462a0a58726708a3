import { attributeHasNoEffect, hasNoEffect } from '@inference-constructs/rehearsal/assembly/catalogue/properties';
import { dispositionOf } from '@inference-constructs/rehearsal/assembly/catalogue/types';
import type { Assembly } from '@inference-constructs/rehearsal/assembly/assembly-reader';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';

/** What a rehearsal and its report are made from, and what they say is left out; stacks as they are written are not. */
export function modelOf({
  functions,
  endpoints,
  alarms,
  scaling,
  schedules,
  stateMachines,
  monitors,
  notPlayed,
}: Assembly): string {
  const parts = endpoints.map(({ stack: _, ...endpoint }) => endpoint);
  return JSON.stringify({ functions, parts, alarms, scaling, schedules, stateMachines, monitors, notPlayed });
}

/** What of the resources is not the same, in CloudFormation's words: type and path. */
export function differences(before: Assembly, after: Assembly): { resource: GraphResource; path: string }[] {
  const [old, young] = [before, after].map(resourcesOf);
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((id) => {
    const [a, b] = [old.get(id), young.get(id)];
    const resource = (b ?? a)!;
    if (a === undefined || b === undefined || a.type !== b.type) return [{ resource, path: '' }];
    return [...pathsOf(a.properties, b.properties, ''), ...pathsOf(a.attributes ?? {}, b.attributes ?? {}, '@')].map(
      (path) => ({ resource, path }),
    );
  });
}

/** Whether a difference is one that the catalogue says changes nothing, or of a resource that is listed. */
export function isAccountedFor(
  { resource, path }: { resource: GraphResource; path: string },
  after: Assembly,
): boolean {
  const listed = after.notPlayed.some(
    (entry) => entry.type === resource.type && entry.path === resource.path.replace(/\/Resource$/, ''),
  );
  if (listed || dispositionOf(resource.type).kind === 'without-effect') return true;
  return path.startsWith('@.') ? attributeHasNoEffect(path.slice(2)) : hasNoEffect(resource.type, path);
}

function resourcesOf({ stacks }: Assembly): Map<string, GraphResource> {
  return new Map(stacks.flatMap(({ stack, graph }) => graph.resources.map((one) => [`${stack.id}/${one.id}`, one])));
}

function pathsOf(a: unknown, b: unknown, path: string): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  const [left, right] = [a, b].map((value) => (isTree(value) ? value : {}));
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  if (keys.length === 0) return [path];
  return keys.flatMap((key) => pathsOf(left[key], right[key], path === '' ? key : `${path}.${key}`));
}

function isTree(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object';
}
