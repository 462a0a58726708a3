import { posix } from 'node:path';
import type { GraphResource, ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { resolveReferences } from '@inference-constructs/core/out/plan/plan';

/** Where two outputs differ: in a property of a resource, or in a whole resource. */
export interface Difference {
  readonly path: string;
  readonly type: string;
  /** Path of the property or attribute; none if the resource has no partner. */
  readonly property?: string;
  /** Where it is; both, and the values differ. */
  readonly on: 'cdk' | 'cdktf' | 'both';
  readonly cdk?: unknown;
  readonly cdktf?: unknown;
}

/** Compares what two engines declare, construct path by construct path and property by property. */
export function compare(cdk: ResourceGraph, cdktf: ResourceGraph): Difference[] {
  const left = byPath(cdk);
  const right = byPath(cdktf);
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  return keys.flatMap((key) => compareResources(left.get(key), right.get(key)));
}

function byPath(graph: ResourceGraph): Map<string, Flat> {
  return new Map(graph.resources.map((resource) => [`${pathOf(resource)} ${resource.type}`, flatten(graph, resource)]));
}

interface Flat {
  readonly path: string;
  readonly type: string;
  readonly leaves: ReadonlyMap<string, unknown>;
}

function compareResources(cdk: Flat | undefined, cdktf: Flat | undefined): Difference[] {
  const { type, path: construct } = (cdk ?? cdktf)!;
  if (cdk === undefined || cdktf === undefined) {
    return [{ path: construct, type, on: cdk === undefined ? 'cdktf' : 'cdk' }];
  }
  const properties = [...new Set([...cdk.leaves.keys(), ...cdktf.leaves.keys()])].sort();
  return properties.flatMap((property): Difference[] => {
    const [a, b] = [cdk.leaves.get(property), cdktf.leaves.get(property)];
    if (a === b) return [];
    const on = a === undefined ? 'cdktf' : b === undefined ? 'cdk' : 'both';
    return [{ path: construct, type, property, on, cdk: a, cdktf: b }];
  });
}

/** The main resource of a construct stands for the construct. */
function pathOf({ path }: GraphResource): string {
  return path.replace(/\/Resource$/, '');
}

function flatten(graph: ResourceGraph, resource: GraphResource): Flat {
  const leaves = new Map<string, unknown>();
  const visit = (value: unknown, path: string) => {
    if (value === null || typeof value !== 'object') {
      leaves.set(path, typeof value === 'string' ? namePaths(graph, value) : value);
      return;
    }
    const entries = Object.entries(value);
    if (entries.length === 0) leaves.set(path, Array.isArray(value) ? '[]' : '{}');
    for (const [key, item] of entries) visit(item, path === '' ? key : `${path}.${key}`);
  };
  visit(resource.properties, '');
  const { DependsOn, ...attributes } = resource.attributes ?? {};
  for (const [name, value] of Object.entries(attributes)) visit(value, `@${name}`);
  // A set, and mostly of siblings.
  for (const on of (DependsOn ?? []) as string[]) leaves.set(`@DependsOn.${siblingName(graph, resource, on)}`, true);
  return { path: pathOf(resource), type: resource.type, leaves };
}

function siblingName(graph: ResourceGraph, resource: GraphResource, reference: string): string {
  const target = graph.target(reference);
  return target === undefined ? reference : posix.relative(posix.dirname(pathOf(resource)), pathOf(target));
}

/** References name construct paths, which are the same in both engines; logical ids are not. */
function namePaths(graph: ResourceGraph, text: string): string {
  return resolveReferences(text, (id, attribute) => {
    const target = graph.get(id);
    return `@{${target === undefined ? id : pathOf(target)}.${attribute}}`;
  });
}
