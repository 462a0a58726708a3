import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { ModelManifest } from '@inference-constructs/core/out/model/manifest';
import { synthesizeCdk, synthesizeCdktf } from '../../support/examples';
import { root } from '../../support/tools';

const models = join(root, 'examples', 'diagnosis', 'models');
const traffic = join(root, 'examples', 'diagnosis', 'traffic.jsonl');

/** The model of the example with labelled cases, and the minimum that it must reach on them. */
export function withAcceptance(folder: string, version: string, minimum: number): string {
  const model = join(folder, 'models', version);
  cpSync(join(models, version), model, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(model, 'model.json'), 'utf8')) as ModelManifest;
  writeFileSync(
    join(model, 'model.json'),
    JSON.stringify({ ...manifest, acceptance: { metric: 'accuracy', minimum } }),
  );
  const cases = readFileSync(traffic, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { body: { instances: number[][] }; label: string })
    .map(({ body, label }) => JSON.stringify({ inputs: { features: body.instances }, label }));
  writeFileSync(join(model, 'acceptance.jsonl'), cases.join('\n'));
  return model;
}

type Block = Record<string, unknown>;

export interface EngineUnderTest {
  readonly engine: string;
  synthesize(model: string, directory: string): string;
  /** Gives the hook another code, and a time to live. */
  rehook(directory: string, source: string, timeoutSeconds: number): void;
  /** Changes what is declared of resources of a type. */
  edit(directory: string, type: string, change: (body: Block, id: string) => void): void;
  /** Has the hook asked after all traffic has shifted, too. */
  addPostHook(directory: string): void;
  /** Takes an event from those on which the deployment group rolls back. */
  removeRollbackOn(directory: string, event: string): void;
  /** Has the hook's function invoked by a schedule with an input, and by rules without. */
  addSchedules(directory: string, schedule: Schedule, rules: Readonly<Record<string, string>>): void;
}

interface Schedule {
  readonly expression: string;
  readonly input: string;
}

const pathFor = (model: string): string => relative(models, model);

export const cdk: EngineUnderTest = {
  engine: 'the CDK',
  synthesize: (model, directory) => synthesizeCdk(pathFor(model), directory),
  rehook(directory, source, timeoutSeconds) {
    const code = folderWith(directory, 'acceptance.jsonl', 'index.js');
    rmSync(code, { recursive: true });
    mkdirSync(code);
    writeFileSync(join(code, 'index.js'), source);
    cdk.edit(directory, 'AWS::Lambda::Function', ({ Properties }, id) => {
      if (id.includes('AcceptanceHook')) (Properties as Block).Timeout = timeoutSeconds;
    });
  },
  edit(directory, type, change) {
    const file = join(directory, 'Diagnosis.template.json');
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, Block> };
    for (const [id, resource] of Object.entries(template.Resources)) if (resource.Type === type) change(resource, id);
    writeFileSync(file, JSON.stringify(template));
  },
  addPostHook(directory) {
    cdk.edit(directory, 'AWS::Lambda::Alias', ({ UpdatePolicy }) => {
      const update = (UpdatePolicy as Record<string, Block>).CodeDeployLambdaAliasUpdate;
      update.AfterAllowTrafficHook = update.BeforeAllowTrafficHook;
    });
  },
  removeRollbackOn(directory, event) {
    cdk.edit(directory, 'AWS::CodeDeploy::DeploymentGroup', ({ Properties }) => {
      const rollback = (Properties as Block).AutoRollbackConfiguration as { Events: string[] };
      rollback.Events = rollback.Events.filter((one) => one !== event);
    });
  },
  addSchedules(directory, { expression, input }, rules) {
    const file = join(directory, 'Diagnosis.template.json');
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, Block> };
    const hook = Object.keys(template.Resources).find(
      (id) => id.includes('AcceptanceHook') && template.Resources[id].Type === 'AWS::Lambda::Function',
    );
    const Arn = { 'Fn::GetAtt': [hook, 'Arn'] };
    template.Resources.Often = {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: expression,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn, RoleArn: 'arn:aws:iam::123456789012:role/scheduler', Input: input },
      },
    };
    for (const [id, ScheduleExpression] of Object.entries(rules)) {
      template.Resources[id] = {
        Type: 'AWS::Events::Rule',
        Properties: { ScheduleExpression, Targets: [{ Id: 'hook', Arn }] },
      };
    }
    writeFileSync(file, JSON.stringify(template));
  },
};

export const cdktf: EngineUnderTest = {
  engine: 'CDK for Terraform',
  synthesize: (model, directory) => synthesizeCdktf(pathFor(model), directory),
  rehook(directory, source, timeoutSeconds) {
    cdktf.edit(directory, 'aws_lambda_function', (body, id) => {
      if (!id.includes('AcceptanceHook')) return;
      body.timeout = timeoutSeconds;
      const zip = join(directory, 'stacks', 'Diagnosis', body.filename as string);
      writeFileSync(zip, zipSync({ 'index.js': strToU8(source) }));
    });
  },
  edit(directory, type, change) {
    const file = join(directory, 'stacks', 'Diagnosis', 'cdk.tf.json');
    const stack = JSON.parse(readFileSync(file, 'utf8')) as { resource: Record<string, Record<string, Block>> };
    for (const [id, body] of Object.entries(stack.resource[type] ?? {})) change(body, id);
    writeFileSync(file, JSON.stringify(stack));
  },
  addPostHook(directory) {
    cdktf.edit(directory, 'aws_lambda_invocation', (body) => {
      const order = JSON.parse(body.input as string) as Block;
      body.input = JSON.stringify({ ...order, afterAllowTraffic: order.beforeAllowTraffic });
    });
  },
  removeRollbackOn(directory, event) {
    cdktf.edit(directory, 'aws_codedeploy_deployment_group', (body) => {
      const rollback = [body.auto_rollback_configuration].flat()[0] as { events: string[] };
      rollback.events = rollback.events.filter((one) => one !== event);
    });
  },
  addSchedules(directory, { expression, input }, rules) {
    const file = join(directory, 'stacks', 'Diagnosis', 'cdk.tf.json');
    const stack = JSON.parse(readFileSync(file, 'utf8')) as { resource: Record<string, Record<string, Block>> };
    const hook = Object.keys(stack.resource.aws_lambda_function).find((id) => id.includes('AcceptanceHook'));
    const arn = `\${aws_lambda_function.${hook}.arn}`;
    stack.resource.aws_scheduler_schedule = {
      Often: {
        schedule_expression: expression,
        flexible_time_window: { mode: 'OFF' },
        target: { arn, role_arn: 'arn:aws:iam::123456789012:role/scheduler', input },
      },
    };
    stack.resource.aws_cloudwatch_event_rule = {};
    stack.resource.aws_cloudwatch_event_target = {};
    for (const [id, schedule_expression] of Object.entries(rules)) {
      stack.resource.aws_cloudwatch_event_rule[id] = { schedule_expression };
      stack.resource.aws_cloudwatch_event_target[id] = { rule: `\${aws_cloudwatch_event_rule.${id}.name}`, arn };
    }
    writeFileSync(file, JSON.stringify(stack));
  },
};

function folderWith(directory: string, ...files: readonly string[]): string {
  const found = readdirSync(directory).find((name) => {
    if (!name.startsWith('asset.') || name.includes('.zip')) return false;
    const inside = readdirSync(join(directory, name));
    return files.every((file) => inside.includes(file));
  });
  if (found === undefined) throw new Error(`no asset with ${files.join(', ')} in ${directory}`);
  return join(directory, found);
}

/** Reports `Succeeded` when it is first asked, and then what is told; by the clock it does as its input says. */
export function hookThatReports(second: string): string {
  return `
const ask = (service, target, body) =>
  fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'x-amz-target': target,
      authorization: 'AWS4-HMAC-SHA256 Credential=x/20260101/here/' + service + '/aws4_request',
    },
    body: JSON.stringify(body),
  });
let status = 'Succeeded';
exports.handler = async (event) => {
  if (event.DeploymentId !== undefined) {
    const { DeploymentId: deploymentId, LifecycleEventHookExecutionId: lifecycleEventHookExecutionId } = event;
    const body = { deploymentId, lifecycleEventHookExecutionId, status };
    status = '${second}';
    await ask('codedeploy', 'CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus', body);
  } else if (event.fail !== undefined) throw new Error('asked to fail at ' + event.fail);
  else await ask('dynamodb', 'DynamoDB_20120810.PutItem', {});
};`;
}
