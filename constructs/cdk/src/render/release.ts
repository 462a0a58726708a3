import { createHash } from 'node:crypto';
import type { CfnResource } from 'aws-cdk-lib/core';
import { Lazy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * What identifies a release, as it stands at the end of the synth, when aspects and overrides have had their say. It is
 * asked for dozens of times then, and worked out once: from the validation of the finished tree until the next synth
 * prepares the tree.
 */
export class Release {
  private isFinished = false;
  private known?: string;

  constructor(
    scope: Construct,
    private readonly text: () => string,
  ) {
    scope.node.addValidation({
      validate: () => {
        this.isFinished = true;
        this.known = undefined;
        return [];
      },
    });
  }

  /** Eight hexadecimal digits. */
  public hash(): string {
    if (!this.isFinished) return digest(this.text());
    this.known ??= digest(this.text());
    return this.known;
  }

  /** The tree may have changed since the last synth. */
  public prepare(): void {
    this.isFinished = false;
  }
}

/**
 * Gives a resource a logical id of its own in every release, so that the release gets a new one: an alarm that is
 * updated keeps its state, and the old release's alarms must watch on until the new one has taken over.
 */
export function perRelease(resource: CfnResource, release: Release): void {
  const lasting = resource.stack.getLogicalId(resource);
  const produce = ({ preparing }: { preparing: boolean }) => {
    if (!preparing) return `${lasting}${release.hash()}`;
    // Then CDK only looks for references, which the resources of the release show by themselves.
    release.prepare();
    return lasting;
  };
  resource.overrideLogicalId(Lazy.uncachedString({ produce }));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
