import { partitionOf } from '@inference-constructs/core/out/catalog/partitions';
import type { StackArtifact } from '../stack-contents';

/** A pseudo parameter; undefined where only a deployment knows it. */
export function pseudoParameter(name: string, { name: stack, account, region }: StackArtifact): string | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return account;
    case 'AWS::Partition':
      return partitionOf(region).name;
    case 'AWS::Region':
      return region;
    case 'AWS::StackName':
      return stack;
    case 'AWS::URLSuffix':
      return partitionOf(region).suffix;
    default:
      return undefined;
  }
}
