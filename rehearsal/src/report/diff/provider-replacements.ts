/** What the Terraform provider replaces, of what CloudFormation's specification does not know. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'terraform:terraform_data': ['TriggersReplace'],
  'terraform:aws_s3_object': ['Bucket', 'Key'],
};

/** Terraform makes a name up from it, whatever the resource. */
const ANYWHERE = 'NamePrefix';

export function isReplacedByProvider(type: string | undefined, property: string): boolean {
  return property === ANYWHERE || (type !== undefined && (REPLACING[type] ?? []).includes(property));
}
