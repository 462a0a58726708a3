import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { zipSync } from 'fflate';
import { temporaryFolder } from '../support/assembly';
import { terraformOf } from '../support/templates';

type Block = Record<string, unknown>;
const folder = temporaryFolder();
const reader = new SynthesizedOutputReader();

/** A function behind an alias that CodeDeploy moves, as Terraform has to declare it. */
function service(): Record<string, Record<string, Block>> {
  return {
    aws_lambda_function: {
      fn: {
        function_name: '${var.prefix}-${local.stage}-fn',
        filename: 'code.zip',
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        publish: true,
        timeout: '${var.timeout}',
        environment: {
          variables: {
            WHERE: '${data.aws_region.here.name}/${data.aws_caller_identity.me.account_id}',
            OWNER: '${local.owner}',
            SECRET: '${data.aws_ssm_parameter.s.value}',
          },
        },
      },
    },
    aws_lambda_alias: {
      live: {
        name: 'live',
        function_name: '${aws_lambda_function.fn.function_name}',
        function_version: '${aws_lambda_function.fn.version}',
        lifecycle: { ignore_changes: ['function_version', 'routing_config'] },
      },
    },
    aws_iam_role: { serving: { name: 'serving', assume_role_policy: '{}' } },
    aws_codedeploy_app: { app: { name: 'app', compute_platform: 'Lambda' } },
    aws_codedeploy_deployment_group: {
      group: {
        app_name: '${aws_codedeploy_app.app.name}',
        deployment_group_name: 'group',
        deployment_config_name: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
        service_role_arn: 'arn:aws:iam::123456789012:role/deploy',
        alarm_configuration: { enabled: true, alarms: ['${aws_cloudwatch_metric_alarm.errors.alarm_name}'] },
        auto_rollback_configuration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] },
      },
    },
    aws_cloudwatch_metric_alarm: {
      errors: {
        alarm_name: 'errors-${aws_lambda_function.fn.version}',
        comparison_operator: 'GreaterThanThreshold',
        evaluation_periods: 1,
        threshold: 1,
        namespace: 'AWS/Lambda',
        metric_name: 'Errors',
        period: 60,
        statistic: 'Sum',
        dimensions: { FunctionName: '${aws_lambda_function.fn.function_name}' },
      },
    },
  };
}

function written(
  edit: (resource: Record<string, Record<string, Block>>) => void = () => undefined,
  code = 'a',
): string {
  const resource = service();
  edit(resource);
  const directory = terraformOf(folder, {
    provider: { aws: [{ region: '${var.region}' }, { alias: 'other', region: 'us-west-2' }] },
    variable: { prefix: { default: 'mine' }, region: { default: 'eu-north-1' }, timeout: { default: 7 } },
    locals: { stage: 'test', owner: '${element(split(":", aws_iam_role.serving.arn), 4)}' },
    data: { aws_region: { here: {} }, aws_caller_identity: { me: {} } },
    resource,
  });
  writeFileSync(
    join(directory, 'code.zip'),
    zipSync({ 'index.js': new TextEncoder().encode(code) }, { mtime: '2026-01-01' }),
  );
  return directory;
}

const read = (edit?: Parameters<typeof written>[0], code?: string) => reader.read(written(edit, code), '2');

describe('a function behind an alias', () => {
  const { functions, engine, stacks } = read();

  test('what would run', () => {
    expect(engine).toBe('terraform');
    expect(functions).toHaveLength(1);
    expect(functions[0]).toMatchObject({
      id: 'terraform/aws_lambda_alias.live',
      aliasName: 'live',
      version: {
        functionName: 'mine-test-fn',
        number: '2',
        timeoutSeconds: 7,
        memoryMib: 128,
        region: 'eu-north-1',
        environment: {
          WHERE: 'eu-north-1/123456789012',
          OWNER: '123456789012',
          SECRET: '${data.aws_ssm_parameter.s.value}',
        },
        unresolved: ['SECRET (data.aws_ssm_parameter.s.value), a stand-in'],
      },
      rollout: { alarmNames: ['errors-2'], rollsBackOnAlarm: true },
    });
    expect(functions[0].alarms[0].properties.Dimensions).toEqual([{ Name: 'FunctionName', Value: 'mine-test-fn' }]);
  });

  test('that somebody starts the deployment is assumed, and said', () => {
    expect(functions[0].assumptions).toEqual([
      'Terraform starts no deployment: it is assumed that one is started with deployment group group after the apply',
    ]);
  });

  test('the account is a stand-in, the region is not', () => {
    expect(stacks[0].stack.standIns).toEqual(['account 123456789012']);
  });
});

describe('a release is another one', () => {
  const id = (edit?: Parameters<typeof written>[0], code?: string) => read(edit, code).functions[0].version.id;
  const same = id();
  test.each<[string, boolean, string, Parameters<typeof written>[0]]>([
    ['when nothing changed', false, 'a', undefined],
    ['when tags changed', false, 'a', ({ aws_lambda_function: { fn } }) => (fn.tags = { a: 'b' })],
    ['when the code changed', true, 'b', undefined],
    ['when the configuration changed', true, 'a', ({ aws_lambda_function: { fn } }) => (fn.memory_size = 256)],
  ])('%s: %s', (_, isAnother, code, edit) => {
    expect(id(edit, code) !== same).toBe(isAnother);
  });
});

describe('what cannot be played is listed with its reason', () => {
  test.each<[string, Parameters<typeof written>[0]]>([
    [
      'Terraform moves its alias all at once: the alias does not ignore changes of function_version',
      ({ aws_lambda_alias: { live } }) => delete live.lifecycle,
    ],
    [
      'its alias has no CodeDeploy deployment group, so it changes all at once',
      (all) => delete all.aws_codedeploy_deployment_group,
    ],
    [
      'its function is not in the same files, or publishes no version',
      ({ aws_lambda_function: { fn } }) => delete fn.publish,
    ],
    ['its code is no asset of the assembly', ({ aws_lambda_function: { fn } }) => (fn.filename = 'elsewhere.zip')],
    [
      'which of 2 deployment groups moves its alias is not said',
      (all) => {
        const { group } = all.aws_codedeploy_deployment_group;
        const { alarm_configuration: _, ...other } = group;
        all.aws_codedeploy_deployment_group = { one: other, two: other };
      },
    ],
    ['count is 3: only resources that are there once are read', (all) => (all.aws_sqs_queue = { many: { count: 3 } })],
    [
      'for_each makes one for each item: only resources that are there once are read',
      (all) => (all.aws_sqs_queue = { many: { for_each: ['a'] } }),
    ],
    [
      'it refers to aws_lambda_layer_version.gone, which is not there',
      ({ aws_lambda_function: { fn } }) => (fn.layers = ['${aws_lambda_layer_version.gone.arn}']),
    ],
    [
      'VpcConfig: there is no network around what is played',
      ({ aws_lambda_function: { fn } }) => (fn.vpc_config = { subnet_ids: ['s'], security_group_ids: ['g'] }),
    ],
  ])('%s', (reason, edit) => {
    expect(read(edit).notPlayed.map((entry) => entry.reason)).toContain(reason);
  });

  test('a resource that is there no time is not there', () => {
    const { notPlayed } = read((all) => (all.aws_sqs_queue = { none: { count: '${var.timeout - 7}' } }));
    expect(notPlayed).toEqual([]);
  });
});

test('stacks of CDKTF know each other by their remote states', () => {
  const directory = join(folder, 'cdktf.out');
  const stacks = {
    Shared: {
      output: { alarm: { value: '${aws_cloudwatch_metric_alarm.errors.alarm_name}' } },
      resource: { aws_cloudwatch_metric_alarm: { errors: { alarm_name: 'shared' } } },
    },
    App: {
      data: {
        terraform_remote_state: {
          shared: { backend: 'local', config: { path: '/somewhere/terraform.Shared.tfstate' } },
        },
      },
      resource: { ...service(), aws_cloudwatch_metric_alarm: {} } as Record<string, Record<string, Block>>,
    },
  };
  (stacks.App.resource.aws_codedeploy_deployment_group.group.alarm_configuration as Block).alarms = [
    '${data.terraform_remote_state.shared.outputs.alarm}',
  ];
  stacks.App.resource.aws_lambda_function.fn.function_name = 'plain';
  stacks.App.resource.aws_lambda_function.fn.timeout = 3;
  for (const [name, json] of Object.entries(stacks)) {
    mkdirSync(join(directory, 'stacks', name), { recursive: true });
    writeFileSync(join(directory, 'stacks', name, 'cdk.tf.json'), JSON.stringify(json));
  }
  writeFileSync(join(directory, 'stacks', 'App', 'code.zip'), zipSync({ 'index.js': new Uint8Array() }));
  const manifest = { stacks: { App: { dependencies: ['Shared'] }, Shared: { dependencies: [] } } };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
  const assembly = reader.read(directory, '1');
  expect(assembly.stacks.map(({ stack }) => stack.id)).toEqual(['Shared', 'App']);
  expect(assembly.functions[0].alarms.map(({ name }) => name)).toEqual(['shared']);
});

describe('what is not read is said or refused', () => {
  test('a module, a file of the other syntax, and one that overrides', () => {
    const directory = written();
    writeFileSync(join(directory, 'more.tf'), '');
    writeFileSync(join(directory, 'main_override.tf.json'), '{}');
    writeFileSync(join(directory, 'modules.tf.json'), JSON.stringify({ module: { vpc: { source: './vpc' } } }));
    expect(reader.read(directory, '1').notPlayed.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
      'module.vpc: modules are not read',
      'main_override.tf.json: only files of the JSON syntax are read, and none that override others',
      'more.tf: only files of the JSON syntax are read, and none that override others',
    ]);
  });

  test('a resource that is no object', () => {
    const directory = terraformOf(folder, { resource: { aws_sqs_queue: { q: 'text' } } });
    expect(() => reader.read(directory, '1')).toThrow(
      `${join(directory, 'main.tf.json')} (resource aws_sqs_queue.q): must be an object. synthesize it again`,
    );
  });

  test('a folder with neither', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(() => reader.read(empty, '1')).toThrow(
      `${empty} (no manifest.json and no .tf.json): must be a cloud assembly or Terraform JSON. ` +
        `run "cdk synth --output ${empty}" or "cdktf synth --output ${empty}"`,
    );
  });
});
