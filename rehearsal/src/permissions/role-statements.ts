import type { PolicyStatement } from '@inference-constructs/core/out/access/decide';
import { MANAGED_POLICIES } from '@inference-constructs/core/out/access/managed-policies';
import type { GraphResource } from '@inference-constructs/core/out/graph/resource-graph';
import type { StackContents } from '../assembly/stack-contents';

/** What the policies of a role say, and what of them is not in the template. */
export interface RoleStatements {
  readonly statements: readonly PolicyStatement[];
  readonly unread: readonly string[];
}

/** Types that bring a policy to roles, and where they name these. */
const POLICIES = {
  'AWS::IAM::Policy': 'Roles',
  'AWS::IAM::ManagedPolicy': 'Roles',
  'AWS::IAM::RolePolicy': 'RoleName',
} as const;

/** Terraform attaches managed policies by a resource of their own. */
const ATTACHMENT = 'terraform:aws_iam_role_policy_attachment';

/** Everything that the template says of a role's permissions. */
export function statementsOf(role: GraphResource, contents: StackContents): RoleStatements {
  const { graph } = contents;
  const { properties } = role;
  const unread: string[] = [];
  const names = (value: unknown): boolean =>
    [value ?? []].flat().some((one) => graph.target(one)?.id === role.id || one === properties.RoleName);
  const attached = Object.entries(POLICIES).flatMap(([type, property]) =>
    graph.ofType(type).filter((policy) => names(policy.properties[property])),
  );
  const documents = [
    ...([properties.Policies ?? []].flat() as { PolicyDocument?: unknown }[]),
    ...attached.map((one) => one.properties),
  ];
  const inline = documents.flatMap(({ PolicyDocument }) => read(PolicyDocument, contents, unread));
  const attachments = graph.ofType(ATTACHMENT).filter((one) => names(one.properties.role));
  const arns = [...[properties.ManagedPolicyArns ?? []].flat(), ...attachments.map((one) => one.properties.policy_arn)];
  const managed = arns.flatMap((arn) => {
    const own = graph.target(arn);
    if (own !== undefined) return read(own.properties.PolicyDocument ?? own.properties.policy, contents, unread);
    const text = contents.names.text(arn);
    const known = MANAGED_POLICIES[text.slice(text.lastIndexOf('/') + 1)];
    if (known === undefined || !text.includes(':aws:policy/')) unread.push(`policy ${text}`);
    return known ?? [];
  });
  if (properties.PermissionsBoundary !== undefined) unread.push('its permissions boundary');
  return { statements: [...inline, ...managed], unread };
}

/** Terraform writes documents as text. */
function read(document: unknown, { names }: StackContents, unread: string[]): PolicyStatement[] {
  const { value } = names.resolve(document);
  try {
    const { Statement } = (typeof value === 'string' ? JSON.parse(value) : (value ?? {})) as { Statement?: unknown };
    return [Statement ?? []].flat() as PolicyStatement[];
  } catch {
    unread.push('a policy whose document is made at deployment');
    return [];
  }
}
