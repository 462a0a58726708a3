/** Partitions other than `aws`, by the beginning of their regions' names. Source: partitions.json of botocore 1.43.11. */
const PARTITIONS: readonly { readonly prefix: string; readonly name: string; readonly suffix: string }[] = [
  { prefix: 'cn-', name: 'aws-cn', suffix: 'amazonaws.com.cn' },
  { prefix: 'us-gov-', name: 'aws-us-gov', suffix: 'amazonaws.com' },
  { prefix: 'us-isob-', name: 'aws-iso-b', suffix: 'sc2s.sgov.gov' },
  { prefix: 'us-isof-', name: 'aws-iso-f', suffix: 'csp.hci.ic.gov' },
  { prefix: 'us-iso-', name: 'aws-iso', suffix: 'c2s.ic.gov' },
  { prefix: 'eu-isoe-', name: 'aws-iso-e', suffix: 'cloud.adc-e.uk' },
  { prefix: 'eusc-', name: 'aws-eusc', suffix: 'amazonaws.eu' },
];

const AWS = { name: 'aws', suffix: 'amazonaws.com' };

/** The partition of a region: it is part of every ARN. */
export function partitionOf(region: string): { readonly name: string; readonly suffix: string } {
  return PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? AWS;
}
