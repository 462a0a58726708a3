import { Environment } from '../contract/environment';
import type { Architecture } from '../catalog/lambda';
import { LAMBDA } from '../catalog/lambda';
import { functionNetworkStatements } from '../access/network';
import { policyDocument, trust, writeLogs } from '../access/statements';
import type { LoadedPackage } from '../model/load';
import { rolloutNotes } from '../monitoring/rollout-notes';
import type { Plan, PlannedResource, Properties } from '../plan/plan';
import { ref } from '../plan/plan';
import { decideDeploymentConfig } from '../rollout/codedeploy';
import { decideDeployer } from '../rollout/deployer';
import { checkFunctionRollout } from '../rollout/function-rollout';
import type { RolloutSpec } from '../rollout/rollout';
import { checkRollout, DEFAULT_ROLLOUT } from '../rollout/rollout';
import { functionShares } from '../rollout/shares';
import { acceptanceNotes, decideAcceptanceHook } from './acceptance-hook';
import type { NetworkSpec } from './endpoint-network';
import { checkNetwork } from './endpoint-network';
import { checkEnvironment } from './environment';
import { FUNCTION_DEFAULTS } from './function-defaults';
import { decideFunctionAlarms } from './function-alarms';
import { checkConcurrency } from './function-concurrency';
import { checkImage, HANDLER } from './function-image';
import { checkFunctionLimits, defaultMemoryMib } from './function-limits';
import type { UrlSpec } from './function-url';
import { latencyNotes, neededSeconds, staleNotes } from './measured';
import { checkPayload } from './payload';
import { checkOpsets, opsetNotes } from './model-opset';
import { checkUrl, decideUrl } from './function-url';

/** What an ONNX function is asked to be; engine-neutral. */
export interface FunctionSpec extends UrlSpec {
  readonly model: LoadedPackage;
  readonly architecture?: Architecture;
  readonly memoryMib?: number;
  readonly timeoutSeconds?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly rollout?: RolloutSpec;
  readonly latencyLimitMilliseconds?: number;
  readonly expectedRequestsPerMinute?: number;
  readonly reservedConcurrency?: number;
  readonly provisionedConcurrency?: number;
  /** ARN of the layer with onnxruntime for the architecture; none in an image, which has it. */
  readonly layerArn?: string;
  /** The layer is the author's own, with whatever onnxruntime is in it. */
  readonly hasOwnLayer?: boolean;
  /** Handler, onnxruntime and model are a container image, rather than a zip on a layer. */
  readonly isImage?: boolean;
  /** `aws`, or the engine's token for it. */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Name of the function that scores a version before it gets traffic, where the model has labelled cases. */
  readonly hookName: string;
  /** The author's own function is asked before traffic shifts, and ours is not. */
  readonly hasOwnPreHook?: boolean;
  /** Whether a function of ours starts deployments, because the engine does not. */
  readonly hasDeployer?: boolean;
  readonly handlerBytes: number;
  /** Where in a VPC it is; none where Lambda's own network is enough. */
  readonly network?: NetworkSpec;
}

/** A Lambda function that serves a model package, its alias, and a deployment that rolls back by itself. */
export function decideFunction(spec: FunctionSpec): Plan {
  const rollout = spec.rollout ?? DEFAULT_ROLLOUT;
  checkRollout(rollout, spec.isUnresolved);
  checkFunctionRollout(rollout);
  checkFunctionLimits(spec);
  checkConcurrency(spec);
  checkEnvironment(spec.environment, spec.isUnresolved, 'lambda');
  checkUrl(spec);
  checkNetwork(spec.network, spec.isUnresolved, 'a function');
  checkImage(spec);
  checkPayload(spec.model, 'function', spec);
  if (spec.hasOwnLayer !== true) checkOpsets(spec.model);
  const alarms = decideFunctionAlarms(spec, rollout);
  const config = decideDeploymentConfig('DeploymentConfig', rollout);
  return {
    resources: [
      {
        id: 'Logs',
        type: 'AWS::Logs::LogGroup',
        properties: { RetentionInDays: FUNCTION_DEFAULTS.logRetentionDays },
      },
      {
        id: 'Role',
        type: 'AWS::IAM::Role',
        properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
      },
      {
        id: 'RolePolicy',
        type: 'AWS::IAM::RolePolicy',
        properties: {
          RoleName: ref('Role'),
          PolicyName: 'write-logs',
          PolicyDocument: policyDocument([
            writeLogs(ref('Logs', 'Arn')),
            ...(spec.network === undefined ? [] : functionNetworkStatements(spec)),
          ]),
        },
      },
      decideCode(spec),
      {
        id: 'Version',
        type: 'AWS::Lambda::Version',
        perRelease: true,
        properties: { FunctionName: ref('Function') },
      },
      {
        id: 'Alias',
        type: 'AWS::Lambda::Alias',
        properties: {
          FunctionName: ref('Function'),
          FunctionVersion: ref('Version', 'Version'),
          Name: FUNCTION_DEFAULTS.aliasName,
          ...provisioned(spec.provisionedConcurrency),
        },
      },
      ...decideUrl(spec, FUNCTION_DEFAULTS.aliasName),
      ...alarms,
      { id: 'Application', type: 'AWS::CodeDeploy::Application', properties: { ComputePlatform: 'Lambda' } },
      ...(config.resource === undefined ? [] : [config.resource]),
      {
        id: 'DeploymentRole',
        type: 'AWS::IAM::Role',
        properties: {
          AssumeRolePolicyDocument: trust('codedeploy.amazonaws.com'),
          ManagedPolicyArns: [`arn:${spec.partition}:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited`],
        },
      },
      {
        id: 'DeploymentGroup',
        type: 'AWS::CodeDeploy::DeploymentGroup',
        properties: {
          ApplicationName: ref('Application'),
          ServiceRoleArn: ref('DeploymentRole', 'Arn'),
          DeploymentConfigName: config.name,
          DeploymentStyle: { DeploymentOption: 'WITH_TRAFFIC_CONTROL', DeploymentType: 'BLUE_GREEN' },
          AlarmConfiguration: { Enabled: true, Alarms: alarms.map(({ id }) => ({ Name: ref(id) })) },
          AutoRollbackConfiguration: {
            Enabled: true,
            Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
          },
        },
      },
      ...(scores(spec) ? decideAcceptanceHook(spec.hookName, spec.model, spec) : []),
      ...(spec.hasDeployer === true ? decideDeployer(spec) : []),
    ],
    notes: [
      ...rolloutNotes(spec, rollout, functionShares(rollout)),
      ...acceptanceNotes(spec.model, 'function', spec.hasOwnPreHook),
      ...staleNotes(spec.model),
      ...latencyNotes(
        spec.model,
        spec.latencyLimitMilliseconds ?? FUNCTION_DEFAULTS.latencyLimitMilliseconds,
        spec.isUnresolved,
      ),
      ...(spec.hasOwnLayer === true ? opsetNotes(spec.model) : []),
    ],
  };
}

function provisioned(executions: number | undefined): Properties {
  if (executions === undefined) return {};
  return { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: executions } };
}

function scores({ model, hasOwnPreHook = false }: FunctionSpec): boolean {
  return model.manifest.acceptance !== undefined && !hasOwnPreHook;
}

function decideCode(spec: FunctionSpec): PlannedResource {
  const { manifest, digest } = spec.model;
  return {
    id: 'Function',
    type: 'AWS::Lambda::Function',
    dependsOn: ['RolePolicy'],
    properties: {
      Description: `${manifest.name} ${manifest.version}`,
      ...(spec.isImage === true ? { PackageType: 'Image' } : { Handler: HANDLER, Runtime: LAMBDA.RUNTIME }),
      Architectures: [spec.architecture ?? FUNCTION_DEFAULTS.architecture],
      MemorySize: spec.memoryMib ?? defaultMemoryMib(spec.model),
      Timeout: spec.timeoutSeconds ?? defaultTimeoutSeconds(spec.model),
      ...(spec.reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: spec.reservedConcurrency }),
      Role: ref('Role', 'Arn'),
      ...(spec.layerArn === undefined ? {} : { Layers: [spec.layerArn] }),
      LoggingConfig: { LogGroup: ref('Logs') },
      ...(spec.network === undefined
        ? {}
        : { VpcConfig: { SubnetIds: spec.network.subnetIds, SecurityGroupIds: spec.network.securityGroupIds } }),
      Environment: { Variables: { ...spec.environment, [Environment.MODEL_DIGEST]: digest } },
    },
  };
}

/** The default, unless the model was measured to take longer to start and answer; at most what Lambda allows. */
function defaultTimeoutSeconds(model: LoadedPackage): number {
  const needed = Math.max(FUNCTION_DEFAULTS.timeoutSeconds, neededSeconds(model) ?? 0);
  return Math.min(needed, LAMBDA.MAX_TIMEOUT_SECONDS);
}
