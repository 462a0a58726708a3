import { Annotations } from 'cdktf';
import type { Construct } from 'constructs';

/** What the plan has to say that no argument shows, printed by the CDKTF command line. */
export function annotate(scope: Construct, notes: readonly string[]): void {
  for (const note of notes) Annotations.of(scope).addInfo(note);
}
