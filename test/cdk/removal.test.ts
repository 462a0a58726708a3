import { withAcceptance } from '../parity/support/models';
import { functionTemplate } from './support/synth';
import { RemovalPolicy } from 'aws-cdk-lib/core';

const LOGS = 'AWS::Logs::LogGroup';
const policies = (props: Parameters<typeof functionTemplate>[0]) =>
  Object.values(functionTemplate({ model: withAcceptance(), ...props }).resources)
    .filter(({ Type }) => Type === LOGS)
    .map(({ DeletionPolicy, UpdateReplacePolicy }) => [DeletionPolicy, UpdateReplacePolicy]);

test('a function leaves its logs, and those of its hook', () => {
  expect(policies({})).toEqual([
    ['Retain', 'Retain'],
    ['Retain', 'Retain'],
  ]);
});

test('a function takes its logs with it where it is told to', () => {
  expect(policies({ logRemovalPolicy: RemovalPolicy.DESTROY })).toEqual([
    ['Delete', 'Delete'],
    ['Delete', 'Delete'],
  ]);
});
