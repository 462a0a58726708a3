import { cloudWatchReadings } from './cloudwatch';
import { codeDeployReadings } from './codedeploy';
import { eventReadings } from './events';
import { iamReadings } from './iam';
import { lambdaReadings } from './lambda';
import type { Reading } from './reading';
import { sageMakerReadings } from './sagemaker';
import { scalingReadings, schedulerReadings } from './scaling';
import { stateMachineReadings } from './state-machines';

/** Resource types of the provider whose counterpart in CloudFormation is known. */
export const READINGS: Readonly<Record<string, Reading>> = {
  ...cloudWatchReadings,
  ...codeDeployReadings,
  ...eventReadings,
  ...iamReadings,
  ...lambdaReadings,
  ...sageMakerReadings,
  ...scalingReadings,
  ...schedulerReadings,
  ...stateMachineReadings,
};

/** A type of which nothing is known: names are turned, and nothing else. */
export const MECHANICAL: Reading = {};
