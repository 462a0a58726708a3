import { bundleRuntime } from './bundles';
import { ServerProcess } from './server-process';

/** A server for each model directory, for all tests of a file; gives the port of each by its name. */
export function serveAll(
  directories: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): (name: string) => Promise<number> {
  const bundles = bundleRuntime();
  const servers: Record<string, ServerProcess> = {};
  beforeAll(async () => {
    for (const [name, directory] of Object.entries(directories)) {
      servers[name] = new ServerProcess(bundles.directory, { INFERENCE_MODEL_DIRECTORY: directory, ...variables });
    }
    await Promise.all(Object.values(servers).map(({ ready }) => ready));
  });
  afterAll(async () => {
    const exitCodes = await Promise.all(Object.values(servers).map((server) => server.stop()));
    bundles.remove();
    expect(exitCodes.filter((exitCode) => exitCode !== 0)).toEqual([]);
  });
  return (name) => servers[name].listening;
}
