import type { Exception } from './exception';

const MODEL = 'AWS::SageMaker::Model';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const ENDPOINT = 'AWS::SageMaker::Endpoint';

export const sageMakerExceptions: readonly Exception[] = [
  {
    type: MODEL,
    property: 'PrimaryContainer.Environment',
    argument: 'environment',
    verbatim: true,
    why: 'The names of variables are the author’s.',
  },
  {
    type: MODEL,
    argument: 'lifecycle',
    value: () => ({ createBeforeDestroy: true }),
    why: 'Every change replaces the model, and the endpoint serves the old one until it has the new one.',
  },
  {
    type: CONFIG,
    argument: 'namePrefix',
    value: (_, entry) => entry.namePrefix(37),
    why: 'The provider would call it `terraform-` and a time; a literal name would block its own replacement.',
  },
  {
    type: CONFIG,
    argument: 'lifecycle',
    value: () => ({ createBeforeDestroy: true }),
    why: 'Every change replaces the configuration, and the endpoint uses the old one until it has the new one.',
  },
  {
    type: ENDPOINT,
    property: 'EndpointName',
    argument: 'name',
    why: 'The provider shortens the name.',
  },
];
