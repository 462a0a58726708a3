// First: they stand in for what the constructs read.
import { directory } from '../../cdk/support/assets';
import '../../cdktf/support/assets';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { compiled } from '../../support/readme';
import { placed, runProgram } from './run-program';
import { placeModels } from './work';

export { programs } from './pages';

/** Runs a program where its models and their lock are; returns the folder of what it synthesized. */
export function synthesized(source: string): string {
  const work = mkdtempSync(join(directory, 'program-'));
  placeModels(work);
  const place = { work, out: join(work, 'out') };
  // jest's own require, which maps the packages to their sources.
  runProgram(compiled(placed(source, place)), place, require);
  return place.out;
}
