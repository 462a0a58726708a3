import type { Random } from '@inference-constructs/rehearsal/traffic/random';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Block = { [key: string]: Json };

/** A resource of a template or of Terraform JSON, wherever it is written. */
export interface Site {
  readonly type: string;
  readonly body: Block;
  /** Writes it again under another type, or once more under another name. */
  retype(type: string): void;
  duplicate(): void;
}

export interface Mutant {
  readonly what: string;
}

interface Leaf {
  readonly parent: Json[] | Block;
  readonly key: string | number;
  readonly path: string;
}

const TYPES = ['AWS::S3::Bucket', 'AWS::Lambda::Function', 'AWS::CloudWatch::Alarm', 'AWS::New::Thing'];
const TERRAFORM_TYPES = ['aws_s3_bucket', 'aws_lambda_function', 'aws_cloudwatch_metric_alarm', 'aws_new_thing'];

/** Changes one thing of one resource, and says what. */
export function mutate(sites: readonly Site[], random: Random): Mutant {
  const site = pick(sites, random);
  const leaves = leavesOf(site.body);
  const kind = pick(['type', 'delete', 'value', 'value', 'value', 'duplicate'], random);
  if (kind === 'type' || leaves.length === 0) {
    const types = site.type.includes('::') ? TYPES : TERRAFORM_TYPES;
    const type = pick(
      types.filter((one) => one !== site.type),
      random,
    );
    site.retype(type);
    return { what: `${site.type} becomes ${type}` };
  }
  if (kind === 'duplicate') {
    site.duplicate();
    return { what: `${site.type} is there twice` };
  }
  const { parent, key, path } = pick(leaves, random);
  const old = (parent as Block)[key];
  if (kind === 'delete') {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
    return { what: `${site.type} loses ${path}` };
  }
  const value = changed(old, sites, random);
  (parent as Block)[key] = value;
  return { what: `${site.type} has ${path} ${JSON.stringify(value)} and not ${JSON.stringify(old)}` };
}

function leavesOf(value: Json, path = ''): Leaf[] {
  if (value === null || typeof value !== 'object') return [];
  const parent = value;
  return Object.entries(value).flatMap(([name, item]) => {
    if (name === '//' || name === 'Metadata') return [];
    const here = path === '' ? name : `${path}.${name}`;
    const key = Array.isArray(parent) ? Number(name) : name;
    return [{ parent, key, path: here }, ...leavesOf(item, here)];
  });
}

function changed(old: Json, sites: readonly Site[], random: Random): Json {
  switch (typeof old) {
    case 'number':
      return pick([old + 1, old * 2 + 3, -1 - old, old === 0 ? 7 : 0, 'ten'], random);
    case 'boolean':
      return !old;
    case 'string': {
      // A reference is a text of its own in both languages.
      const other = pick(sites, random);
      const terraform = old.replace(/\$\{\w+\.\w+/, `\${${other.type}.elsewhere`);
      return pick([`${old}x`, terraform === old ? '' : terraform, 42], random);
    }
    default:
      return pick<Json>(['text', [], {}], random);
  }
}

export function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)];
}
