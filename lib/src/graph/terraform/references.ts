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
const LOCAL = /^local\.([A-Za-z_][\w-]*)$/;
/** The part of a role's ARN that says whose it is. */
const ACCOUNT_OF_ROLE = /^element\(split\(":", aws_iam_role\.[\w-]+\.arn\), 4\)$/;

/** Values that a configuration gives a name, by it. */
export type Locals = Readonly<Record<string, unknown>>;

/** Writes `${aws_iam_role.x.arn}` as `@{aws_iam_role.x.Arn}` everywhere in a tree; other expressions stay as they are. */
export function readReferences(value: unknown, locals: Locals = {}): unknown {
  if (typeof value === 'string') return readText(value, locals);
  if (Array.isArray(value)) return value.map((item) => readReferences(item, locals));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readReferences(item, locals)]));
}

function readText(text: string, locals: Locals): string {
  const read = text.replace(
    INTERPOLATION,
    (whole, expression: string) => readExpression(expression.trim(), locals) ?? whole,
  );
  // CloudFormation's ARN of a log group ends in `:*`; the provider's does not.
  return read.replace(/@\{([^{}]+)\.LogGroupArn\}:\*/g, (_, id: string) => ref(id, 'Arn'));
}

function readExpression(expression: string, locals: Locals): string | undefined {
  if (ACCOUNT_OF_ROLE.test(expression)) return '${AWS::AccountId}';
  const local = locals[LOCAL.exec(expression)?.[1] ?? ''];
  // One that refers to another might refer to itself.
  if (typeof local === 'string') return readText(local, {});
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
