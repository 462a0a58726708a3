import type { Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import { once } from './once';
import type { GraphResource } from './resource-graph';
import { ResourceGraph } from './resource-graph';
import { foldAttachments, foldProvisionedConcurrency, unfoldVersions } from './terraform/folds';
import { foldEventTargets } from './terraform/events';
import { foldScheduledActions } from './terraform/scaling';
import type { Locals } from './terraform/references';
import { readReferences } from './terraform/references';
import { readArguments } from './terraform/arguments';
import { MECHANICAL, READINGS } from './terraform/readings';

/** Terraform's JSON syntax: `cdk.tf.json` as CDKTF writes it, or any `.tf.json`. */
export interface TerraformJson {
  readonly resource?: unknown;
  readonly locals?: unknown;
}

/** Arguments that Terraform itself understands, whatever the resource. */
const META_ARGUMENTS = ['lifecycle', 'count', 'for_each', 'provider', 'provisioner', 'connection'];

/** A resource of which no more is known than is asked for. */
export interface DeclaredTerraform {
  readonly terraformType: string;
  /** Its second label. */
  readonly name: string;
  /** Construct path, where one is known. */
  readonly path?: string;
  /** Its block. */
  readonly body: () => Properties;
}

/**
 * Reads Terraform JSON (parsed) into a resource graph: types and properties by CloudFormation's names, references as
 * `@{aws_iam_role.name.Arn}`. A type without a counterpart is kept as `terraform:<type>`.
 */
export function graphOfTerraform(json: TerraformJson): ResourceGraph {
  const locals = Object.assign({}, ...[json.locals ?? []].flat()) as Locals;
  const declared = blocks(json.resource).flatMap(([terraformType, named]) =>
    blocks(named).map(([name, body]): DeclaredTerraform => {
      const path = notesOf(body as Properties).metadata?.path;
      return { terraformType, name, path: isText(path) ? path : undefined, body: () => body as Properties };
    }),
  );
  return graphOfDeclaredTerraform(declared, locals);
}

/** The graph of resources that are rendered when a rule first looks into them. */
export function graphOfDeclaredTerraform(declared: readonly DeclaredTerraform[], locals: Locals): ResourceGraph {
  const unfolded = declared.map((each) => read(each, locals)).flatMap(unfoldVersions);
  return new ResourceGraph(
    foldEventTargets(foldScheduledActions(foldProvisionedConcurrency(foldAttachments(unfolded)))),
  );
}

function read({ terraformType, name, path, body }: DeclaredTerraform, locals: Locals): GraphResource {
  const reading = READINGS[terraformType] ?? MECHANICAL;
  const id = `${terraformType}.${name}`;
  const properties = once(() => {
    const { '//': _comment, depends_on: _dependsOn, ...given } = body();
    const own = Object.fromEntries(Object.entries(given).filter(([key]) => !META_ARGUMENTS.includes(key)));
    return readArguments(readReferences(own, locals) as Properties, reading);
  });
  const attributes = once(() => {
    const { depends_on: dependsOn, ...given } = body();
    const meta = Object.fromEntries(META_ARGUMENTS.filter((key) => key in given).map((key) => [key, given[key]]));
    const { metadata: _metadata, ...notes } = notesOf(given);
    return {
      ...(readReferences({ ...notes, ...meta }, locals) as Properties),
      ...(Array.isArray(dependsOn) ? { DependsOn: dependsOn.filter(isText).map(readDependency) } : {}),
    };
  });
  return {
    id,
    path: path ?? id,
    type: reading.type ?? `terraform:${terraformType}`,
    get properties() {
      return properties();
    },
    get attributes() {
      return attributes();
    },
  };
}

/** What stands in the comment of a block. */
function notesOf({ '//': comment }: Properties): Record<string, Properties> {
  return (typeof comment === 'object' ? (comment ?? {}) : {}) as Record<string, Properties>;
}

/** An address, bare or as an expression. */
function readDependency(address: string): string {
  return ref(address.replace(/^\$\{|\}$/g, ''));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Labelled blocks, written as one object or as a list of objects. */
function blocks(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap(blocks);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([label, body]): [string, unknown][] =>
    Array.isArray(body) ? body.map((item): [string, unknown] => [label, item]) : [[label, body]],
  );
}
