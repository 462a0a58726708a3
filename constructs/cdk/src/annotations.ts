import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** What the plan has to say that no property shows, printed by the CDK command line; acknowledge it by this id. */
const NOTE_ID = '@inference-constructs/cdk:note';

export function annotate(scope: Construct, notes: readonly string[]): void {
  for (const note of notes) Annotations.of(scope).addInfoV2(NOTE_ID, note);
}
