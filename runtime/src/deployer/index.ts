import { AwsClient } from '../aws/client';
import { createDeployer } from './deployer';

export const handler = createDeployer(new AwsClient(process.env));
