import { cloudWatchExceptions } from './cloudwatch';
import { codeDeployExceptions } from './codedeploy';
import type { Exception } from './exception';
import { iamExceptions } from './iam';
import { lambdaExceptions } from './lambda';
import { scalingExceptions } from './scaling';
import { sageMakerExceptions } from './sagemaker';

/** Every exception from the mechanical mapping. */
export const EXCEPTIONS: readonly Exception[] = [
  ...lambdaExceptions,
  ...codeDeployExceptions,
  ...cloudWatchExceptions,
  ...iamExceptions,
  ...sageMakerExceptions,
  ...scalingExceptions,
];
