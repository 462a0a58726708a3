import type * as Assets from '../../../constructs/cdk/src/assets';
import { bundleRuntime } from '../../runtime/support/bundles';

/** The handler of the sources in the constructs of the sources: a template and the metrics it watches are of one tree. */
const runtime = bundleRuntime();
jest.mock('../../../constructs/cdk/src/assets', () => {
  const actual: typeof Assets = jest.requireActual('../../../constructs/cdk/src/assets');
  return { ...actual, handlerFiles: () => actual.handlerFiles(runtime.directory) } satisfies typeof Assets;
});
// CDK says on stderr that it bundles.
jest.spyOn(process.stderr, 'write').mockReturnValue(true);
afterAll(() => runtime.remove());
