/**
 * Accounts that have the repository `sagemaker-tritonserver`, by region. Source: the table that AWS's examples for SageMaker
 * and the acceptance tests of the Terraform provider share, read in November 2026. Another region needs the account from
 * its author.
 */
export const TRITON_ACCOUNTS: Readonly<Record<string, string>> = {
  'us-east-1': '785573368785',
  'us-east-2': '007439368137',
  'us-west-1': '710691900526',
  'us-west-2': '301217895009',
  'eu-west-1': '802834080501',
  'eu-west-2': '205493899709',
  'eu-west-3': '254080097072',
  'eu-north-1': '601324751636',
  'eu-south-1': '966458181534',
  'eu-central-1': '746233611703',
  'ap-east-1': '110948597952',
  'ap-south-1': '763008648453',
  'ap-northeast-1': '941853720454',
  'ap-northeast-2': '151534178276',
  'ap-southeast-1': '324986816169',
  'ap-southeast-2': '355873309152',
  'cn-northwest-1': '474822919863',
  'cn-north-1': '472730292857',
  'sa-east-1': '756306329178',
  'ca-central-1': '464438896020',
  'me-south-1': '836785723513',
  'af-south-1': '774647643957',
};
