import type { Resources } from '../analysis/support/declared';
import { alarm, blueGreen, endpoint, read } from '../analysis/support/declared';

const deployment = blueGreen('CANARY', { bake: 10, percent: 10, termination: 10 });

/** An endpoint called `name` in the template, with a rollback alarm on the one called `watched`. */
function made(id: string, name: string | undefined, watched: string): Resources {
  const { Model, Config, Endpoint } = endpoint({ deployment });
  const of = (part: string) => `${id}${part}`;
  const [variant] = Config.Properties.ProductionVariants as Record<string, unknown>[];
  return {
    [of('Model')]: Model,
    [of('Config')]: {
      ...Config,
      Properties: { ProductionVariants: [{ ...variant, ModelName: { 'Fn::GetAtt': [of('Model'), 'ModelName'] } }] },
    },
    [id]: {
      ...Endpoint,
      Properties: {
        ...(name === undefined ? {} : { EndpointName: name }),
        EndpointConfigName: { 'Fn::GetAtt': [of('Config'), 'EndpointConfigName'] },
        DeploymentConfig: {
          ...deployment,
          AutoRollbackConfiguration: { Alarms: [{ AlarmName: { Ref: of('Errors') } }] },
        },
      },
    },
    [of('Errors')]: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: alarm({
        Dimensions: [
          { Name: 'EndpointName', Value: watched },
          { Name: 'VariantName', Value: 'main' },
        ],
      }),
    },
  };
}

test.each<[string, Resources, string[]]>([
  ['its own, where its alarm tells it', made('A', undefined, 'live'), ['live']],
  [
    'each its own, where their alarms tell them',
    { ...made('A', undefined, 'live'), ...made('B', undefined, 'night') },
    ['live', 'night'],
  ],
  [
    'no name that the template gives another',
    { ...made('A', 'live', 'live'), ...made('B', undefined, 'live') },
    ['live', 'App-B'],
  ],
  [
    'nor one that differs in its case alone: AWS takes them for the same',
    { ...made('A', 'Live', 'Live'), ...made('B', undefined, 'live') },
    ['Live', 'App-B'],
  ],
  [
    'no name that two are told',
    { ...made('A', undefined, 'live'), ...made('B', undefined, 'live') },
    ['App-A', 'App-B'],
  ],
])('what endpoints were called when they were deployed: %s', (_, resources, names) => {
  expect(read(resources).endpoints.map(({ name }) => name)).toEqual(names);
});
