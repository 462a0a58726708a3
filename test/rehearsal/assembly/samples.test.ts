import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SynthesizedOutputReader } from '@inference-constructs/rehearsal/assembly/synthesized-output-reader';
import { temporaryFolder } from '../support/assembly';
import { assemblyOf } from '../support/templates';

const samples = join(__dirname, '..', '..', 'fixtures', 'samples');
const names = readdirSync(samples).filter((file) => file.endsWith('.template.json'));
const folder = temporaryFolder();

interface Resources {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

describe.each(names)("AWS's own template %s", (name) => {
  const template = JSON.parse(readFileSync(join(samples, name), 'utf8')) as Resources;
  const directory = assemblyOf(folder, { Sample: { template, environment: 'aws://123456789012/eu-west-1' } });
  const assembly = new SynthesizedOutputReader().read(directory, '1');

  test('every resource is played, listed, or of a type without effect', () => {
    const said = [...assembly.notPlayed, ...assembly.withoutEffect].map(({ path }) => path);
    const resources = assembly.stacks[0].graph.resources;
    const silent = resources.filter(({ path }) => !said.includes(path.replace(/\/Resource$/, '')));
    expect(silent).toEqual([]);
    expect(resources).toHaveLength(Object.keys(template.Resources).length);
  });

  test('everything it declares is resolved, or is said to be only a stand-in', () => {
    const { graph, names: resolver } = assembly.stacks[0];
    for (const { properties } of graph.resources) {
      const { value, standIns } = resolver.resolve(properties);
      const text = JSON.stringify(value);
      expect(text).not.toContain('@{');
      expect(/"(Ref|Fn::\w+)":/.test(text)).toBe(standIns.some((standIn) => /^(Ref|Fn::)/.test(standIn)));
    }
  });
});

test('all that is not played in them, by type', () => {
  const types = names.flatMap((name) => {
    const template = JSON.parse(readFileSync(join(samples, name), 'utf8')) as Resources;
    const { notPlayed } = new SynthesizedOutputReader().read(assemblyOf(folder, { Sample: { template } }), '1');
    return notPlayed.map(({ type, reason }) => `${type}: ${reason}`);
  });
  expect([...new Set(types)].sort()).toEqual([
    'AWS::ApiGateway::Account: resources of this type are not played',
    'AWS::ApiGateway::Deployment: requests reach functions directly',
    'AWS::ApiGateway::Method: requests reach functions directly',
    'AWS::ApiGateway::Resource: requests reach functions directly',
    'AWS::ApiGateway::RestApi: requests reach functions directly',
    'AWS::ApiGateway::Stage: requests reach functions directly',
    'AWS::ApiGateway::UsagePlan: resources of this type are not played',
    'AWS::CloudWatch::Alarm: no deployment that is played watches it',
    'AWS::DynamoDB::Table: no store is set up on this machine',
    'AWS::EC2::EIP: resources of this type are not played',
    'AWS::EC2::FlowLog: resources of this type are not played',
    'AWS::EC2::InternetGateway: resources of this type are not played',
    'AWS::EC2::NatGateway: resources of this type are not played',
    'AWS::EC2::Route: resources of this type are not played',
    'AWS::EC2::RouteTable: resources of this type are not played',
    'AWS::EC2::SecurityGroup: there is no network around what is played',
    'AWS::EC2::Subnet: there is no network around what is played',
    'AWS::EC2::SubnetRouteTableAssociation: resources of this type are not played',
    'AWS::EC2::VPC: there is no network around what is played',
    'AWS::EC2::VPCEndpoint: there is no network around what is played',
    'AWS::EC2::VPCGatewayAttachment: resources of this type are not played',
    'AWS::Events::EventBus: events are not played, only schedules are',
    'AWS::Events::Rule: events are not played, only schedules are',
    'AWS::Events::Rule: target 1 is not invoked: it is no function of the template',
    'AWS::Kinesis::Stream: resources of this type are not played',
    'AWS::Lambda::EventSourceMapping: no stream or queue is read yet',
    'AWS::Lambda::Function: no alias that CodeDeploy moves, no hook and no schedule names it',
    'AWS::SQS::Queue: nobody is told anything, and nothing is called',
    'AWS::SecretsManager::Secret: no store is set up on this machine',
    'Custom::VpcRestrictDefaultSG: what it does at deployment only the cloud can run',
  ]);
});
