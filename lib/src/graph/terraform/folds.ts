import { ref, referencesIn } from '../../plan/plan';
import type { GraphResource } from '../resource-graph';

/** A function that publishes has a version, which is a resource of its own in CloudFormation. */
export function unfoldVersions(resource: GraphResource): GraphResource[] {
  if (resource.type !== 'AWS::Lambda::Function') return [resource];
  const { Publish, ...properties } = resource.properties;
  if (Publish === undefined) return [resource];
  const released = { ...resource, properties };
  if (Publish !== true) return [released];
  const version: GraphResource = {
    id: `${resource.id}#Version`,
    path: `${resource.path}/CurrentVersion`,
    type: 'AWS::Lambda::Version',
    properties: { FunctionName: ref(resource.id) },
  };
  return [released, version];
}

const ATTACHMENT = 'terraform:aws_iam_role_policy_attachment';

/** A managed policy is attached by a resource of its own in Terraform, and by a property of the role in CloudFormation. */
export function foldAttachments(resources: readonly GraphResource[]): GraphResource[] {
  const attached = new Map<string, unknown[]>();
  const ids = new Set(resources.map(({ id }) => id));
  const rest = resources.filter((resource) => {
    if (resource.type !== ATTACHMENT) return true;
    const { Role, PolicyArn } = resource.properties;
    const [role] = referencesIn(Role);
    if (role === undefined || !ids.has(role.id) || PolicyArn === undefined) return true;
    attached.set(role.id, [...(attached.get(role.id) ?? []), PolicyArn]);
    return false;
  });
  return rest.map((resource) => {
    const policies = attached.get(resource.id);
    if (policies === undefined) return resource;
    const own = resource.properties.ManagedPolicyArns;
    const all = [...(Array.isArray(own) ? (own as unknown[]) : []), ...policies];
    return { ...resource, properties: { ...resource.properties, ManagedPolicyArns: all } };
  });
}

const PROVISIONED = 'terraform:aws_lambda_provisioned_concurrency_config';

/** Provisioned concurrency is a resource of its own in Terraform, and a property of the alias in CloudFormation. */
export function foldProvisionedConcurrency(resources: readonly GraphResource[]): GraphResource[] {
  const configs = resources.filter(({ type }) => type === PROVISIONED);
  const folded = new Set<GraphResource>();
  const all = resources.map((resource) => {
    if (resource.type !== 'AWS::Lambda::Alias') return resource;
    const config = configs.find(
      ({ properties }) =>
        properties.Qualifier === ref(resource.id, 'Name') &&
        properties.FunctionName === ref(resource.id, 'FunctionName'),
    );
    if (config === undefined) return resource;
    folded.add(config);
    const { ProvisionedConcurrentExecutions } = config.properties;
    const properties = { ...resource.properties, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions } };
    return { ...resource, properties };
  });
  return all.filter((resource) => !folded.has(resource));
}
