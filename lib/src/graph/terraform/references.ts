import { ref } from '../../plan/plan';
import { READINGS } from './readings';

/** What data sources of the provider tell, as CloudFormation's pseudo parameters. */
const PSEUDO: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_region: { id: 'AWS::Region', name: 'AWS::Region', region: 'AWS::Region' },
  aws_partition: { id: 'AWS::Partition', partition: 'AWS::Partition', dns_suffix: 'AWS::URLSuffix' },
  aws_caller_identity: { id: 'AWS::AccountId', account_id: 'AWS::AccountId' },
};

/** Roots of an expression that are no managed resource. */
const NOT_RESOURCES = ['var', 'local', 'module', 'each', 'count', 'path', 'self', 'terraform'];

/** `$${` is text that looks like one. */
const INTERPOLATION = /(?<!\$)\$\{([^{}]*)\}/g;
const TRAVERSAL = /^(data\.)?([a-z][a-z0-9_]*)\.([A-Za-z_][\w-]*)(?:\[[^\]]*\])?\.([a-z][a-z0-9_]*)$/;

/** Writes `${aws_iam_role.x.arn}` as `@{aws_iam_role.x.Arn}` everywhere in a tree; other expressions stay as they are. */
export function readReferences(value: unknown): unknown {
  if (typeof value === 'string') return readText(value);
  if (Array.isArray(value)) return value.map(readReferences);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readReferences(item)]));
}

function readText(text: string): string {
  const read = text.replace(INTERPOLATION, (whole, expression: string) => readExpression(expression.trim()) ?? whole);
  // CloudFormation's ARN of a log group ends in `:*`; the provider's does not.
  return read.replace(/@\{([^{}]+)\.LogGroupArn\}:\*/g, (_, id: string) => ref(id, 'Arn'));
}

function readExpression(expression: string): string | undefined {
  const match = TRAVERSAL.exec(expression);
  if (match === null) return undefined;
  const [, data, type, name, attribute] = match;
  if (data !== undefined) {
    const pseudo = PSEUDO[type]?.[attribute];
    return pseudo === undefined ? undefined : `\${${pseudo}}`;
  }
  if (NOT_RESOURCES.includes(type)) return undefined;
  const known = READINGS[type]?.attributes?.[attribute] ?? STANDARD[attribute] ?? attribute;
  const [child, inner] = known.split('#');
  return inner === undefined ? ref(`${type}.${name}`, known) : ref(`${type}.${name}#${child}`, inner);
}

const STANDARD: Readonly<Record<string, string>> = { arn: 'Arn', id: 'Ref', name: 'Ref' };
