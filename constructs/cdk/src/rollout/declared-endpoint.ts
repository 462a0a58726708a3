import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import type { IResolvable } from 'aws-cdk-lib/core';
import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { InferenceError } from '@inference-constructs/core/out/errors';
import type { DeclaredVariant } from '@inference-constructs/core/out/serving/endpoint-guard';

/** An endpoint of somebody else, with what of it is declared in the app. */
export interface DeclaredEndpoint {
  /** A token of the configuration, or the name as it is written. */
  readonly configName: string;
  readonly variants: readonly DeclaredVariant[];
  readonly isAsynchronous: boolean;
  /** Models and configuration: what tells releases apart. */
  readonly release: readonly CfnResource[];
  /** Roles that the models run as. */
  readonly roles: readonly CfnRole[];
  readonly keptAlarmNames: readonly string[];
  /** Those of them that are declared in the app. */
  readonly keptAlarms: readonly CfnResource[];
}

/** Follows an L1 to its configuration, models and roles, through the references of L1s and L2s alike. */
export function declaredEndpoint(endpoint: CfnEndpoint): DeclaredEndpoint {
  const kept = keptAlarmNames(endpoint);
  const config = configurationOf(endpoint);
  const variants = config === undefined ? [] : blocks(config, config.productionVariants);
  const models = [...new Set(variants.map(({ modelName }) => targetOf(modelName)).filter(isModel))];
  return {
    configName: config?.attrEndpointConfigName ?? endpoint.endpointConfigName,
    variants: variants.map((variant) => declaredVariant(config!, variant)),
    isAsynchronous: config?.asyncInferenceConfig !== undefined,
    release: config === undefined ? [] : [...models, config],
    roles: [...new Set(models.map(roleOf).filter(isRole))],
    keptAlarmNames: kept,
    keptAlarms: kept.map(targetOf).filter((alarm) => CfnResource.isCfnResource(alarm)),
  };
}

/** The configuration of an endpoint, where it is declared in the app. */
export function configurationOf(endpoint: CfnEndpoint): CfnEndpointConfig | undefined {
  const target = targetOf(endpoint.endpointConfigName);
  return CfnEndpointConfig.isCfnEndpointConfig(target) ? target : undefined;
}

function declaredVariant(
  config: CfnEndpointConfig,
  variant: CfnEndpointConfig.ProductionVariantProperty,
): DeclaredVariant {
  const { variantName, initialInstanceCount, serverlessConfig, modelName } = variant;
  const model = targetOf(modelName);
  const count: unknown = Stack.of(config).resolve(initialInstanceCount);
  return {
    name: variantName,
    instanceCount: typeof count === 'number' ? count : undefined,
    isServerless: serverlessConfig !== undefined,
    hasModel: modelName !== undefined,
    hasDeclaredRole: isModel(model) && isRole(roleOf(model)),
  };
}

/** Variants as they are written; a list that L2s fill in as they go is taken as it stands. */
function blocks(
  config: CfnEndpointConfig,
  list: CfnEndpointConfig['productionVariants'],
): CfnEndpointConfig.ProductionVariantProperty[] {
  const known: unknown = Tokenization.isResolvable(list) ? oneLevel(config, list) : list;
  const read: unknown[] = Array.isArray(known) ? known : [];
  if (read.length > 0 && !read.some((each) => Tokenization.isResolvable(each))) {
    return read as CfnEndpointConfig.ProductionVariantProperty[];
  }
  throw new InferenceError(
    'VariantsUnknown',
    `production variants of ${config.node.path} (a token): cannot be read at synth. write them out before the rollout is applied`,
  );
}

/** What a token gives, its own tokens as they are. */
function oneLevel(scope: IConstruct, token: IResolvable): unknown {
  const resolve = (value: unknown) => value;
  return token.resolve({ scope, resolve, preparing: false, documentPath: [], registerPostProcessor: () => undefined });
}

/** Alarms of a deployment configuration that is there already go on rolling the endpoint back. */
function keptAlarmNames({ deploymentConfig = {} }: CfnEndpoint): string[] {
  const isToken = Tokenization.isResolvable(deploymentConfig);
  const { autoRollbackConfiguration: rollback = { alarms: [] } } = isToken ? {} : deploymentConfig;
  const alarms = isToken || Tokenization.isResolvable(rollback) ? undefined : rollback.alarms;
  if (Array.isArray(alarms) && !alarms.some((alarm) => Tokenization.isResolvable(alarm))) {
    return alarms.map((alarm) => (alarm as CfnEndpoint.AlarmProperty).alarmName);
  }
  throw new InferenceError(
    'DeploymentConfigUnknown',
    'deployment config (a token): its alarms cannot be read at synth, and would be lost. write it out, or leave it out',
  );
}

/** What a value refers to, where it is a reference and nothing else. */
export function targetOf(value: string | undefined): unknown {
  if (value === undefined || !Token.isUnresolved(value)) return undefined;
  const token = Tokenization.reverse(value, { failConcat: false });
  return Reference.isReference(token) ? token.target : undefined;
}

function isModel(target: unknown): target is CfnModel {
  return CfnModel.isCfnModel(target);
}

function roleOf({ executionRoleArn }: CfnModel): unknown {
  return targetOf(executionRoleArn);
}

function isRole(target: unknown): target is CfnRole {
  return CfnRole.isCfnRole(target);
}
