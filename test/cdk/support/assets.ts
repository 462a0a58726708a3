import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Assets from '../../../constructs/cdk/src/assets';

/** What the build puts into the package stands in a temporary directory, so that tests run before any build. */
export const directory = mkdtempSync(join(tmpdir(), 'cdk-test-'));
const assets = join(directory, 'assets');

for (const [name, text] of Object.entries({
  'handler/index.mjs': 'exports.handler = async () => ({});\n',
  'hook/index.js': 'exports.handler = async () => ({});\n',
  'forecast/index.js': 'exports.handler = async () => ({});\n',
  'function-image/Dockerfile': 'FROM scratch\n',
  'container/Dockerfile': 'FROM scratch\n',
  'container/Dockerfile.gpu': 'FROM scratch\n',
})) {
  mkdirSync(join(assets, name, '..'), { recursive: true });
  writeFileSync(join(assets, name), text);
}

/** The zip that stands for the layer package of either architecture. */
export const layerZip = join(directory, 'layer.zip');
writeFileSync(layerZip, 'zip');

jest.mock('../../../constructs/cdk/src/assets', () => {
  const actual: typeof Assets = jest.requireActual('../../../constructs/cdk/src/assets');
  return {
    handlerFiles: () => actual.handlerFiles(assets),
    acceptanceHookFiles: () => actual.acceptanceHookFiles(assets),
    forecastFiles: () => actual.forecastFiles(assets),
    functionImageFiles: () => actual.functionImageFiles(assets),
    containerDirectory: (dockerfile: string) => actual.containerDirectory(dockerfile, assets),
  } satisfies typeof Assets;
});
jest.mock('../../../constructs/cdk/src/serving/layer-zip', () => ({ layerZip: () => layerZip }));

// CDK says on stderr that it bundles.
jest.spyOn(process.stderr, 'write').mockReturnValue(true);

afterAll(() => rmSync(directory, { recursive: true, force: true }));
