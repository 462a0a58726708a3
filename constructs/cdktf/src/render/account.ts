import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { TerraformLocal, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { KnownPlace } from '@inference-constructs/core/out/access/other-account';
import { ref } from '@inference-constructs/core/out/plan/plan';

/** `aws`, `aws-cn` and so on, once a stack. */
export function partitionOf(scope: Construct): string {
  return shared(
    scope,
    'InferencePartition',
    (stack, id) => new DataAwsPartition(stack, id),
    ({ partition }) => partition,
  );
}

/** Name of the region, once a stack. `id` is the attribute that providers 5 and 6 both have. */
export function regionOf(scope: Construct): string {
  return shared(
    scope,
    'InferenceRegion',
    (stack, id) => new DataAwsRegion(stack, id),
    (region) => region.id,
  );
}

/**
 * Number of the account that a plan's role is in. A policy has it from there and nobody asks AWS for it: plans can be made
 * offline.
 */
export const ACCOUNT_OF_ROLE = ref('Role', 'AccountId');

/**
 * The same of a role that is there: `arn:<partition>:iam::<account>:role/<name>`. A local, because the quotes would spoil a
 * policy; once a role, which constructs may share.
 */
export function accountOfRole(role: IamRole): string {
  const known = role.node.tryFindChild(ACCOUNT_ID) as TerraformLocal | undefined;
  return (known ?? new TerraformLocal(role, ACCOUNT_ID, `\${element(split(":", ${role.fqn}.arn), 4)}`)).asString;
}

const ACCOUNT_ID = 'Account';

/** Number of the account, once a stack: for what has no role. Terraform asks AWS at every plan. */
export function accountOf(scope: Construct): string {
  return shared(
    scope,
    'InferenceAccount',
    (stack, id) => new DataAwsCallerIdentity(stack, id),
    ({ accountId }) => accountId,
  );
}

/** What the provider of the stack says of where it deploys to, as far as it is no token. */
export function knownPlace(scope: Construct): KnownPlace {
  const provider = TerraformStack.of(scope)
    .node.children.filter((child) => child instanceof AwsProvider)
    .find(({ alias }) => alias === undefined);
  const [account, ...others] = provider?.allowedAccountIds ?? [];
  return {
    knownAccount: others.length === 0 ? literal(account) : undefined,
    knownRegion: literal(provider?.region),
  };
}

function literal(text: string | undefined): string | undefined {
  return Token.isUnresolved(text) ? undefined : text;
}

/** Reading an attribute makes a token, and two tokens of one attribute do not compare as equal. */
const tokens = new WeakMap<Construct, string>();

function shared<T extends Construct>(
  scope: Construct,
  id: string,
  make: (stack: Construct, id: string) => T,
  read: (source: T) => string,
): string {
  const stack = TerraformStack.of(scope);
  const source = (stack.node.tryFindChild(id) as T | undefined) ?? make(stack, id);
  const token = tokens.get(source) ?? read(source);
  tokens.set(source, token);
  return token;
}
