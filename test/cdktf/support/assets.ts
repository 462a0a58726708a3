import './quick-synth';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Assets from '../../../constructs/cdktf/src/assets';

/** What the build puts into the package stands in a temporary directory, so that tests run before any build. */
export const directory = mkdtempSync(join(tmpdir(), 'cdktf-test-'));
const assets = join(directory, 'assets');
for (const name of ['handler/index.mjs', 'hook/index.js', 'deployer/index.js', 'forecast/index.js']) {
  mkdirSync(join(assets, name, '..'), { recursive: true });
  writeFileSync(join(assets, name), 'exports.handler = async () => ({});\n');
}

/** The zip that stands for the layer package of either architecture. */
export const layerZip = join(directory, 'layer.zip');
writeFileSync(layerZip, 'zip');

jest.mock('../../../constructs/cdktf/src/assets', () => {
  const actual = jest.requireActual<typeof Assets>('../../../constructs/cdktf/src/assets');
  return {
    handlerFiles: () => actual.handlerFiles(assets),
    acceptanceHookFiles: () => actual.acceptanceHookFiles(assets),
    deployerFiles: () => actual.deployerFiles(assets),
    forecastFiles: () => actual.forecastFiles(assets),
  } satisfies typeof Assets;
});
jest.mock('../../../constructs/cdktf/src/serving/layer-zip', () => ({ layerZip: () => layerZip }));

afterAll(() => rmSync(directory, { recursive: true, force: true }));
