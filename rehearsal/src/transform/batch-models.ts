import type { Assembly, Asset } from '../assembly/assembly-reader';
import { declaredOf } from '../assembly/declared';
import { assetsOf, containersOf } from '../assembly/endpoints';
import { readDeployedModel } from '../deployed-model';
import { assetDirectory } from '../invoker/asset-directory';
import { NotPlayedError } from '../state-machine/state-error';
import { refused } from './transform-job';

type Block = Readonly<Record<string, unknown>>;

/** A model that a batch transform job can be played with. */
export interface BatchModel {
  readonly image: string;
  readonly imageFolder?: string;
  readonly modelData: Asset;
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
}

interface Found {
  readonly containers: readonly Block[];
  readonly modelData?: Asset;
  readonly imageFolder?: string;
  readonly region: string;
}

/** The models of a template by their names, and those that an execution creates. */
export class BatchModels {
  private readonly created = new Map<string, Found>();

  constructor(private readonly assembly: Pick<Assembly, 'stacks'>) {}

  /** Names of those of the template. */
  get names(): string[] {
    return [...this.declared().keys()];
  }

  /** What CreateModel does. */
  create(name: string, parameters: Block): void {
    if (this.created.has(name) || this.declared().has(name))
      throw refused(`Cannot create already existing model ${name}`);
    const containers = containersOf({ properties: parameters });
    const [first] = containers;
    const find = <T>(look: (stack: Assembly['stacks'][number]) => T | undefined): T | undefined =>
      this.assembly.stacks.map(look).find((one) => one !== undefined);
    this.created.set(name, {
      containers,
      modelData: find(({ assets }) => assets.ofUrl(first?.ModelDataUrl)),
      imageFolder: find(({ assets }) => assets.image(first?.Image)),
      region: this.assembly.stacks[0].stack.region,
    });
  }

  remove(name: string): void {
    if (!this.created.delete(name)) throw new NotPlayedError(`model ${name} is not one that the execution has created`);
  }

  /** Throws what the API would answer, or what is not played. */
  get(name: string): BatchModel {
    const found = this.created.get(name) ?? this.declared().get(name);
    if (found === undefined) throw new NotPlayedError(`model ${name} is not in the template`);
    const { containers, modelData, imageFolder, region } = found;
    const leftOut = (why: string): NotPlayedError => new NotPlayedError(`model ${name}: ${why}`);
    if (containers.length !== 1) throw leftOut(`${containers.length} containers: only one can be played`);
    const [{ Image, Environment, Mode, ModelDataSource, ModelPackageName }] = containers;
    if (ModelDataSource !== undefined || Mode === 'MultiModel') {
      throw refused(
        `model ${name} has ${Mode === 'MultiModel' ? 'several models' : 'ModelDataSource'}: batch transform takes none`,
      );
    }
    if (ModelPackageName !== undefined) throw leftOut('its model package is only in the registry');
    if (modelData === undefined) throw leftOut('its model data are no asset of the assembly');
    if (readDeployedModel(assetDirectory(modelData)) === undefined) {
      throw leftOut('its model data are no model package of this library');
    }
    const entries = Object.entries((Environment ?? {}) as Block).filter(([, value]) => typeof value !== 'object');
    const environment = Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
    return { image: String(Image), imageFolder, modelData, environment, region };
  }

  private declared(): Map<string, Found> {
    const models = this.assembly.stacks.flatMap((contents) =>
      contents.graph.ofType('AWS::SageMaker::Model').map((model): [string, Found] => {
        const containers = containersOf(declaredOf(model, contents));
        const found = { containers, ...assetsOf(contents, model), region: contents.stack.region };
        return [contents.names.text(`@{${model.id}.ModelName}`), found];
      }),
    );
    return new Map(models);
  }
}
