// How long `inference report` takes for an app of 200 resources of which most change, from the start of the
// process to its end, against a process that only loads all of CloudFormation's specification, of which it has a part.
// Build first: npm run build -w rehearsal.
// node bench/report.mjs [--resources 200] [--blocks 15] [--json FILE]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { spread, table, text, writeResult } from './blocks.mjs';

const { values } = parseArgs({
  options: {
    resources: { type: 'string', default: '200' },
    blocks: { type: 'string', default: '15' },
    json: { type: 'string' },
  },
});
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'rehearsal', 'out', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'inference-report-'));

/** Twenty endpoints' worth of resources, ten each; a new release changes the configuration of every one. */
function resources(release) {
  const all = {};
  for (let n = 0; Object.keys(all).length < Number(values.resources); n++) {
    const id = (name) => `${name}${n}`;
    const put = (name, Type, Properties) => {
      all[id(name)] = { Type, Properties, Metadata: { 'aws:cdk:path': `App/Model${n}/${name}/Resource` } };
    };
    const document = (Action, Resource) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action, Resource }],
    });
    put('Role', 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'sagemaker.amazonaws.com' } }],
      },
    });
    put('Policy', 'AWS::IAM::RolePolicy', {
      RoleName: { Ref: id('Role') },
      PolicyName: 'read',
      PolicyDocument: document(['s3:GetObject'], `arn:aws:s3:::models/${n}/${release}`),
    });
    put('Model', 'AWS::SageMaker::Model', {
      ExecutionRoleArn: { 'Fn::GetAtt': [id('Role'), 'Arn'] },
      PrimaryContainer: { Image: 'runtime', ModelDataUrl: `s3://models/${n}/${release}` },
    });
    put('Config', 'AWS::SageMaker::EndpointConfig', {
      ProductionVariants: [
        {
          VariantName: 'live',
          ModelName: { 'Fn::GetAtt': [id('Model'), 'ModelName'] },
          InstanceType: 'ml.g5.xlarge',
          InitialInstanceCount: 2,
        },
      ],
    });
    put('Endpoint', 'AWS::SageMaker::Endpoint', {
      EndpointName: `scores-${n}`,
      EndpointConfigName: { 'Fn::GetAtt': [id('Config'), 'EndpointConfigName'] },
      DeploymentConfig: {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: {
            Type: 'CANARY',
            WaitIntervalInSeconds: 900,
            CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 },
          },
        },
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: { Ref: id('Errors') } }] },
      },
    });
    for (const [name, MetricName] of Object.entries({
      Errors: 'Invocation5XXErrors',
      Latency: 'ModelLatency',
      Traffic: 'Invocations',
    })) {
      put(name, 'AWS::CloudWatch::Alarm', {
        Namespace: 'AWS/SageMaker',
        MetricName,
        Dimensions: [
          { Name: 'EndpointName', Value: `scores-${n}` },
          { Name: 'EndpointConfigName', Value: { 'Fn::GetAtt': [id('Config'), 'EndpointConfigName'] } },
        ],
        Period: 60,
        EvaluationPeriods: 5,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      });
    }
    put('Target', 'AWS::ApplicationAutoScaling::ScalableTarget', {
      ResourceId: `endpoint/scores-${n}/variant/live`,
      MinCapacity: 2,
      MaxCapacity: 6,
    });
    put('Logs', 'AWS::Logs::LogGroup', { RetentionInDays: 30 });
  }
  return Object.fromEntries(Object.entries(all).slice(0, Number(values.resources)));
}

function assembly(release) {
  const directory = join(folder, release);
  mkdirSync(directory, { recursive: true });
  const properties = { templateFile: 'App.template.json' };
  writeFileSync(
    join(directory, 'manifest.json'),
    JSON.stringify({ version: '36.0.0', artifacts: { App: { type: 'aws:cloudformation:stack', properties } } }),
  );
  writeFileSync(join(directory, 'App.template.json'), JSON.stringify({ Resources: resources(release) }));
  return directory;
}

const usage = join(folder, 'usage.json');
const hook = join(folder, 'usage.cjs');
writeFileSync(
  hook,
  `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.cpuUsage())));`,
);

/** Wall time, and processor time, which other work on the machine does not lengthen as much. */
function seconds(args) {
  const start = performance.now();
  execFileSync(process.execPath, ['--require', hook, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const wall = (performance.now() - start) / 1000;
  const { user, system } = JSON.parse(readFileSync(usage, 'utf8'));
  return { wall, cpu: (user + system) / 1e6 };
}

const [from, to] = ['r1', 'r2'].map(assembly);
const report = [cli, 'report', '--from', from, '--to', to, '--no-rehearse', '--html', join(folder, 'report.html')];
const one = (Value) => `{ Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Value: '${Value}' } } } }`;
const floor = ['-e', `require('@aws-cdk/cloudformation-diff').fullDiff(${one('a')}, ${one('b')})`];

// The first run of each finds its files on disk.
seconds(report);
seconds(floor);
const taken = { report: [], specification: [] };
for (let block = 0; block < Number(values.blocks); block++) {
  taken.report.push(seconds(report));
  taken.specification.push(seconds(floor));
}
rmSync(folder, { recursive: true, force: true });
const results = Object.fromEntries(
  Object.entries(taken).map(([name, list]) => [
    name,
    Object.fromEntries(['wall', 'cpu'].map((key) => [key, spread(list.map((entry) => entry[key]))])),
  ]),
);
console.log(`Node.js ${process.version.slice(1)}, ${values.resources} resources, ${values.blocks} blocks`);
const names = {
  report: 'inference report, Markdown and page',
  specification: "loading all of CloudFormation's specification, and nothing else",
};
table(
  ['', 's from start to end', 'CPU s'],
  Object.entries(results).map(([name, { wall, cpu }]) => [names[name], text(wall, 2), text(cpu, 2)]),
);
writeResult(values.json, { command: 'node bench/report.mjs', ...values, json: undefined }, results);
