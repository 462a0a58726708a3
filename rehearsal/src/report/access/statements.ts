import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import { resolveReferences } from '@inference-constructs/core/out/plan/plan';
import { pathOf } from '../../assembly/construct-path';
import type { SourceStack } from '../source/source';
import type { Grant } from './access-types';

type Block = Readonly<Record<string, unknown>>;

/** Properties that hold a policy document, wherever they are. */
const DOCUMENTS = ['PolicyDocument', 'AssumeRolePolicyDocument', 'KeyPolicy', 'ResourcePolicy', 'RepositoryPolicyText'];

/** Every statement that a stack declares. */
export function grantsOf({ name: stack, graph }: SourceStack): Grant[] {
  return graph.resources.flatMap((resource) => [
    ...documentsOf(resource.properties).flatMap(({ document, isTrust }) =>
      list(document.Statement).map((statement) => grantOf(stack, resource, block(statement), isTrust)),
    ),
    ...managed(stack, resource),
    ...permission(stack, resource),
  ]);
}

function documentsOf(value: unknown): { document: Block; isTrust: boolean }[] {
  if (Array.isArray(value)) return value.flatMap(documentsOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) =>
    DOCUMENTS.includes(key)
      ? [{ document: block(item), isTrust: key === 'AssumeRolePolicyDocument' }]
      : documentsOf(item),
  );
}

function grantOf(stack: string, resource: GraphResource, statement: Block, isTrust: boolean): Grant {
  const actions = texts(statement.Action, statement.NotAction);
  const targets = targetsOf(statement, resource, isTrust);
  const principal = principalOf(statement, resource);
  return {
    stack,
    path: pathOf(resource),
    effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    principal,
    actions,
    resources: targets,
    conditions: Object.values(block(statement.Condition)).flatMap((test) => Object.keys(block(test))),
    wildcards: [
      ...actions.filter((action) => action.includes('*')).map((action) => `action ${action}`),
      ...targets.filter((target) => target === '*').map((target) => `resource ${target}`),
      ...(/(^|[ ,])\*/.test(principal) ? ['principal *'] : []),
    ],
  };
}

/** A policy of a role's, a key's or a bucket's own is about that one; a star in it stands for nothing else. */
function targetsOf(statement: Block, { id }: GraphResource, isTrust: boolean): string[] {
  if (isTrust) return [`role ${id}`];
  const targets = texts(statement.Resource, statement.NotResource);
  const isOwn = statement.Principal !== undefined || statement.NotPrincipal !== undefined;
  return isOwn ? targets.map((target) => (target === '*' ? id : target)) : targets;
}

function principalOf({ Principal, NotPrincipal }: Block, { properties, id }: GraphResource): string {
  if (Principal !== undefined || NotPrincipal !== undefined) {
    const value = Principal ?? NotPrincipal;
    const named = typeof value === 'string' ? [value] : Object.values(block(value)).flatMap((item) => texts(item));
    return `${Principal === undefined ? 'all but ' : ''}${named.join(', ')}`;
  }
  const attached = [properties.RoleName, properties.Roles, properties.Users, properties.Groups].flatMap((item) =>
    texts(item),
  );
  return attached.length > 0 ? attached.join(', ') : `whoever has ${id}`;
}

function managed(stack: string, resource: GraphResource): Grant[] {
  return texts(resource.properties.ManagedPolicyArns).map((arn) => ({
    stack,
    path: pathOf(resource),
    effect: 'Allow',
    principal: resource.id,
    actions: [`all of ${arn.slice(arn.lastIndexOf('/') + 1)}`],
    resources: ['as the managed policy says'],
    conditions: [],
    wildcards: /FullAccess|AdministratorAccess/.test(arn)
      ? [`managed policy ${arn.slice(arn.lastIndexOf('/') + 1)}`]
      : [],
  }));
}

function permission(stack: string, resource: GraphResource): Grant[] {
  const { type, properties } = resource;
  if (type !== 'AWS::Lambda::Permission') return [];
  const principal = texts(properties.Principal).join(', ');
  const limits = ['SourceArn', 'SourceAccount', 'PrincipalOrgID'].filter((name) => properties[name] !== undefined);
  return [
    {
      stack,
      path: pathOf(resource),
      effect: 'Allow',
      principal,
      actions: texts(properties.Action),
      resources: texts(properties.FunctionName),
      conditions: limits,
      wildcards: principal === '*' ? ['principal *'] : [],
    },
  ];
}

function texts(value: unknown, negated?: unknown): string[] {
  if (value === undefined && negated !== undefined) return list(negated).map((item) => `all but ${text(item)}`);
  return value === undefined ? [] : list(value).map(text);
}

function text(value: unknown): string {
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  return resolveReferences(plain, (id, attribute) => (attribute === 'Ref' ? id : `${id}.${attribute}`));
}

function list(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
}

function block(value: unknown): Block {
  return value !== null && typeof value === 'object' ? (value as Block) : {};
}
