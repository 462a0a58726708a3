import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { SagemakerModel } from '@cdktf/provider-aws/lib/sagemaker-model';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Alias, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { App as CdktfApp, Fn, TerraformStack } from 'cdktf';
import { strToU8, zipSync } from 'fflate';
import { archive, IMAGE, MODEL_ROLE } from './batch-app';

/** A function as a definition refers to it. */
export interface FunctionReference {
  readonly name: string;
  readonly arn: string;
  readonly alias: string;
}

/** What a stack `Batch` is to hold beside the model: functions with an alias `live` each, and state machines. */
export interface FunctionApp {
  readonly functions: Readonly<Record<string, { readonly source: string; readonly timeoutSeconds?: number }>>;
  /** Definitions by the id of their machine. */
  machines(functions: Readonly<Record<string, FunctionReference>>, model: string): Readonly<Record<string, object>>;
  /** Of these machines, the role may invoke nothing. */
  readonly denied?: readonly string[];
  /** What each function may invoke. */
  readonly callers?: Readonly<Record<string, string>>;
}

const RUNTIME = 'nodejs22.x';

/** As `cdk synth` writes it. */
export function cdkFunctions(folder: string, { functions, machines, denied = [], callers = {} }: FunctionApp): string {
  const app = new App({ outdir: mkdtempSync(join(folder, 'cdk-')) });
  const stack = new Stack(app, 'Batch');
  const asset = new Asset(stack, 'ModelData', { path: archive(folder) });
  const primaryContainer = { image: IMAGE, modelDataUrl: asset.s3ObjectUrl };
  const { attrModelName } = new CfnModel(stack, 'Model', { executionRoleArn: MODEL_ROLE, primaryContainer });
  const made = Object.entries(functions).map(([id, { source, timeoutSeconds = 30 }]) => {
    const code = mkdtempSync(join(folder, 'code-'));
    writeFileSync(join(code, 'index.js'), source);
    const fn = new Function(stack, id, {
      runtime: new Runtime(RUNTIME),
      handler: 'index.handler',
      code: Code.fromAsset(code),
      timeout: Duration.seconds(timeoutSeconds),
    });
    return { id, fn, alias: new Alias(stack, `${id}Alias`, { aliasName: 'live', version: fn.currentVersion }) };
  });
  for (const [caller, callee] of Object.entries(callers)) {
    const find = (wanted: string) => made.filter(({ id }) => id === wanted).map(({ fn }) => fn)[0];
    find(callee).grantInvoke(find(caller));
  }
  const references = made.map(({ id, fn, alias }) => {
    return [id, { name: fn.functionName, arn: fn.functionArn, alias: alias.functionArn }] as const;
  });
  for (const [id, definition] of Object.entries(machines(Object.fromEntries(references), attrModelName))) {
    const definitionBody = DefinitionBody.fromString(stack.toJsonString(definition));
    const machine = new StateMachine(stack, id, { definitionBody });
    if (!denied.includes(id)) made.forEach(({ fn }) => fn.grantInvoke(machine));
  }
  return app.synth().directory;
}

/** As `cdktf synth` writes it. */
export function cdktfFunctions(
  folder: string,
  { functions, machines, denied = [], callers = {} }: FunctionApp,
): string {
  const app = new CdktfApp({ outdir: mkdtempSync(join(folder, 'cdktf-')) });
  const stack = new TerraformStack(app, 'Batch');
  new AwsProvider(stack, 'aws', { region: 'us-east-1' });
  const artifacts = new S3Bucket(stack, 'Artifacts', { bucketPrefix: 'artifacts-' });
  const { bucket, key } = new S3Object(stack, 'ModelData', {
    bucket: artifacts.bucket,
    key: 'model.tar.gz',
    source: archive(folder),
  });
  const model = new SagemakerModel(stack, 'Model', {
    name: 'diagnosis',
    executionRoleArn: MODEL_ROLE,
    primaryContainer: { image: IMAGE, modelDataUrl: `s3://${bucket}/${key}` },
  });
  const roleOf = (id: string): IamRole => new IamRole(stack, `${id}Role`, { assumeRolePolicy: '{}' });
  const allow = (id: string, role: IamRole, arns: readonly string[]): void => {
    const Statement = [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arns }];
    new IamRolePolicy(stack, `${id}Policy`, { role: role.id, policy: Fn.jsonencode({ Statement }) });
  };
  const made = Object.entries(functions).map(([id, { source, timeoutSeconds = 30 }]) => {
    const directory = mkdtempSync(join(folder, 'code-'));
    const filename = join(directory, 'code.zip');
    writeFileSync(filename, zipSync({ 'index.js': strToU8(source) }));
    const role = roleOf(id);
    const fn = new LambdaFunction(stack, id, {
      functionName: `batch-${id.toLowerCase()}`,
      runtime: RUNTIME,
      handler: 'index.handler',
      role: role.arn,
      filename,
      timeout: timeoutSeconds,
      publish: true,
    });
    const { functionName, version: functionVersion } = fn;
    return {
      id,
      role,
      fn,
      alias: new LambdaAlias(stack, `${id}Alias`, { name: 'live', functionName, functionVersion }),
    };
  });
  for (const [caller, callee] of Object.entries(callers)) {
    const find = (wanted: string) => made.filter(({ id }) => id === wanted)[0];
    const { arn } = find(callee).fn;
    allow(caller, find(caller).role, [arn, `${arn}:*`]);
  }
  const references = made.map(({ id, fn, alias }) => {
    return [id, { name: fn.functionName, arn: fn.arn, alias: alias.arn }] as const;
  });
  for (const [id, definition] of Object.entries(machines(Object.fromEntries(references), model.name))) {
    const role = roleOf(id);
    const arns = made.flatMap(({ fn: { arn } }) => [arn, `${arn}:*`]);
    if (!denied.includes(id)) allow(id, role, arns);
    new SfnStateMachine(stack, id, { name: id, roleArn: role.arn, definition: Fn.jsonencode(definition) });
  }
  app.synth();
  return app.outdir;
}
