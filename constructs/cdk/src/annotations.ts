import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { noteId } from '@inference-constructs/core/out/plan/note-ids';

/** Before the id of a note's kind, by which an author acknowledges it: `Annotations.of(scope).acknowledgeInfo(id)`. */
const PACKAGE = '@inference-constructs/cdk';

/** What the plan has to say that no property shows, printed by the CDK command line. */
export function annotate(scope: Construct, notes: readonly string[]): void {
  for (const note of notes) Annotations.of(scope).addInfoV2(`${PACKAGE}:${noteId(note) ?? 'note'}`, note);
}
