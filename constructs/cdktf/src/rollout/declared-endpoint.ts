import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { SagemakerEndpoint } from '@cdktf/provider-aws/lib/sagemaker-endpoint';
import type { SagemakerEndpointConfigurationProductionVariants as Variant } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import { SagemakerEndpointConfiguration } from '@cdktf/provider-aws/lib/sagemaker-endpoint-configuration';
import { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model';
import { TerraformResource, TerraformStack, Token, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { DeclaredVariant } from '@inference-constructs/core/out/serving/endpoint-guard';
import { resolveTokens } from '../render/resolve';

/** An endpoint of somebody else, with what of it this stack declares. */
export interface DeclaredEndpoint {
  readonly variants: readonly DeclaredVariant[];
  readonly isAsynchronous: boolean;
  /** Roles that the models run as. */
  readonly roles: readonly IamRole[];
  readonly keptAlarmNames: readonly string[];
  /** Configuration, models and alarms: what the rules look at beside the endpoint. */
  readonly beside: readonly Construct[];
}

/** Follows an endpoint to its configuration, models and roles, through the references that are written in it. */
export function declaredEndpoint(endpoint: SagemakerEndpoint): DeclaredEndpoint {
  const target = targets(endpoint);
  const configuration = configurationOf(endpoint, target);
  const variants = configuration === undefined ? [] : variantsOf(configuration);
  const modelOf = ({ modelName }: Variant) => {
    const model = target(modelName);
    return isA(model, SagemakerModel) ? model : undefined;
  };
  const roleOf = (model: SagemakerModel | undefined) => {
    const role = target(model?.executionRoleArnInput);
    return isA(role, IamRole) ? role : undefined;
  };
  const models = [...new Set(variants.map(modelOf))].filter((model) => model !== undefined);
  const known = [...new Set(models.map(roleOf))].filter((role) => role !== undefined);
  const kept = keptAlarmNames(endpoint);
  const alarms = kept.map(target).filter((alarm) => alarm !== undefined);
  return {
    variants: variants.map((variant) => declaredVariant(variant, roleOf(modelOf(variant)) !== undefined)),
    isAsynchronous: configuration?.asyncInferenceConfigInput !== undefined,
    roles: known,
    keptAlarmNames: kept,
    beside: [...(configuration === undefined ? [] : [configuration]), ...models, ...known, ...alarms],
  };
}

/** The configuration of an endpoint, where this stack declares it. */
export function configurationOf(
  endpoint: SagemakerEndpoint,
  target = targets(endpoint),
): SagemakerEndpointConfiguration | undefined {
  const config = target(endpoint.endpointConfigNameInput);
  return isA(config, SagemakerEndpointConfiguration) ? config : undefined;
}

/** What values of this stack refer to, where they are a reference and nothing else. */
export function targets(scope: Construct): (value: string | undefined) => TerraformResource | undefined {
  const declared = resourcesByAddress(scope);
  return (value) => declared.get(addressIn(scope, value));
}

function declaredVariant(
  { variantName, initialInstanceCount, serverlessConfig, modelName }: Variant,
  hasDeclaredRole: boolean,
): DeclaredVariant {
  return {
    name: variantName,
    instanceCount: Token.isUnresolved(initialInstanceCount) ? undefined : initialInstanceCount,
    isServerless: serverlessConfig !== undefined,
    hasModel: (modelName as string | undefined) !== undefined,
    hasDeclaredRole,
  };
}

function variantsOf(config: SagemakerEndpointConfiguration): readonly Variant[] {
  const { productionVariantsInput: variants } = config;
  if (Array.isArray(variants)) return variants;
  throw new InferenceError(
    'VariantsUnknown',
    `production variants of ${config.node.path} (a token): cannot be read at synth. write them out before the rollout is applied`,
  );
}

/** Alarms of a deployment configuration that is there already go on rolling the endpoint back. */
function keptAlarmNames({ deploymentConfigInput }: SagemakerEndpoint): string[] {
  const alarms = deploymentConfigInput?.autoRollbackConfiguration?.alarms ?? [];
  if (Array.isArray(alarms)) return alarms.map(({ alarmName }) => alarmName);
  throw new InferenceError(
    'DeploymentConfigUnknown',
    'deployment config (a token): its alarms cannot be read at synth, and would be lost. write it out, or leave it out',
  );
}

function resourcesByAddress(scope: Construct): Map<string | undefined, TerraformResource> {
  const resources = TerraformStack.of(scope)
    .node.findAll()
    .filter((node) => TerraformResource.isTerraformResource(node)) as TerraformResource[];
  return new Map(resources.map((each) => [`${each.terraformResourceType}.${each.friendlyUniqueId}`, each]));
}

/** The address in `${aws_iam_role.Role.arn}`, where that is all of it. */
function addressIn(scope: Construct, value: string | undefined): string | undefined {
  if (value === undefined || !Token.isUnresolved(value)) return undefined;
  if (Tokenization.reverseString(value).length !== 1) return undefined;
  const [, address] = /^\$\{([a-z0-9_]+\.[^.}]+)\.[a-z_]+\}$/.exec(String(resolveTokens(scope, value))) ?? [];
  return address;
}

export function isA<R extends TerraformResource>(
  resource: TerraformResource | undefined,
  type: { readonly tfResourceType: string } & (abstract new (...given: never) => R),
): resource is R {
  return resource?.terraformResourceType === type.tfResourceType;
}
