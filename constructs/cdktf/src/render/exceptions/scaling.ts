import type { Exception } from './exception';

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const ACTION = 'AWS::ApplicationAutoScaling::ScheduledAction';

export const scalingExceptions: readonly Exception[] = [
  {
    type: POLICY,
    property: 'PolicyName',
    argument: 'name',
    why: 'The provider shortens the name.',
  },
  {
    type: POLICY,
    property: 'StepScalingPolicyConfiguration.StepAdjustments',
    argument: 'stepAdjustment',
    why: 'The provider names the block, not the list.',
  },
  {
    type: ACTION,
    property: 'ScheduledActionName',
    argument: 'name',
    why: 'The provider shortens the name.',
  },
];
