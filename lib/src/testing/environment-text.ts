import { Environment } from '../contract/environment';
import type { GraphResource, ResourceGraph } from '../graph/resource-graph';
import { mapItems, mapValues } from '../plan/map-values';

/** A template, and where it is deployed as far as that is known. */
export interface Placed {
  readonly graph: ResourceGraph;
  /** Construct path of the stack, below which constructs have the same paths in every stage. */
  readonly root: string;
  readonly account?: string;
  readonly region?: string;
}

/** Names that are not called after their type. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::IAM::RolePolicy': 'PolicyName',
  'AWS::ApplicationAutoScaling::ScalingPolicy': 'PolicyName',
  'AWS::Lambda::LayerVersion': 'LayerName',
};

/** The path that all resources are below, where nobody says which stack they are of. */
export function commonPath({ resources }: ResourceGraph): string {
  const [first = [], ...others] = resources.map(({ path }) => path.split('/'));
  const differs = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  return first.slice(0, differs === -1 ? first.length - 1 : differs).join('/');
}

/** Path of a resource below its stack. */
export function pathBelow({ root }: Placed, { path }: GraphResource): string {
  return path === root ? '' : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** Replaces in any value what only says where it is deployed, by what is the same in every environment. */
export function withoutEnvironment(placed: Placed): (value: unknown) => unknown {
  const replace = replacements(placed);
  const change = (value: unknown): unknown => {
    if (typeof value === 'string') return replace.reduce((text, [pattern, by]) => text.replace(pattern, by), value);
    if (Array.isArray(value)) return mapItems(value, change);
    if (value === null || typeof value !== 'object') return value;
    return mapValues(value as Readonly<Record<string, unknown>>, change);
  };
  return change;
}

function replacements(placed: Placed): [RegExp, string][] {
  const { graph, account, region } = placed;
  const references = graph.resources.map(({ id }): [string, string] => [id, `@${pathBelow(placed, graph.get(id)!)}`]);
  const names = graph.resources.flatMap((resource): [string, string][] => {
    const name = ownName(resource);
    return name === undefined ? [] : [[name, `<name of ${pathBelow(placed, resource)}>`]];
  });
  const releases = graph.resources.flatMap(({ properties }) => releasesIn(properties));
  const texts: [string, string][] = [
    ...references.map(([id, by]): [string, string] => [`@{${id}.`, `@{${by}.`]),
    ...names,
    ...releases.map((release): [string, string] => [release, '<release>']),
    ...[account, '${AWS::AccountId}'].map((text = ''): [string, string] => [text, '<account>']),
    ...[region, '${AWS::Region}'].map((text = ''): [string, string] => [text, '<region>']),
  ];
  // The longest first: a name may begin with another one.
  const known = texts.filter(([text]) => text !== '').sort(([one], [other]) => other.length - one.length);
  return [...known.map(([text, by]): [RegExp, string] => [word(text), by]), ...nameFromPath(placed)];
}

/** A name within another one, such as the folder of an endpoint in a bucket: stack, ids, a hash of the path. */
function nameFromPath({ root }: Placed): [RegExp, string][] {
  const stack = literal(root.split('/').at(-1) ?? '');
  if (stack === '') return [];
  return [[new RegExp(`(?<![A-Za-z0-9])${stack}((?:-[A-Za-z0-9]+)*)-[0-9a-f]{8}(?![A-Za-z0-9])`, 'g'), '<stack>$1']];
}

/** The physical name that a resource gives itself. */
function ownName({ type, properties }: GraphResource): string | undefined {
  const name = properties[NAMES[type] ?? `${type.split('::').at(-1)}Name`] ?? properties.NamePrefix;
  // What it refers to after that is replaced as a reference.
  return typeof name === 'string' ? name.split('@{', 1)[0] : undefined;
}

/** A release is a hash of digest, image and environment, whose differences are told one by one. */
function releasesIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === Environment.RELEASE && typeof item === 'string' ? [item] : releasesIn(item),
  );
}

/** Not within another word: `dev` is no part of `device`. */
function word(text: string): RegExp {
  return new RegExp(/^[@$]/.test(text) ? literal(text) : `(?<![A-Za-z0-9])${literal(text)}(?![A-Za-z0-9])`, 'g');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
