/**
 * Key under which a resource carries what rules and the rehearsal need to know and AWS does not: in CloudFormation's
 * `Metadata`, in the comment of Terraform JSON.
 */
export const ANNOTATION = 'InferenceConstructs';
