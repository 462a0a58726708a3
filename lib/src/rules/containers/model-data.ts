import type { Block } from '../reading';
import { block, isGiven, text } from '../reading';
import type { Rule, RuleContext } from '../rule';
import { CONTAINER, declaredContainers } from './declared';

const DATA_SOURCE = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html';

const isMultiModel = ({ Mode }: { readonly Mode?: unknown }) => Mode === 'MultiModel';

/** A mode that is not known may be that of many models. */
function mayBeMultiModel(container: Block, context: RuleContext): boolean {
  const { Mode } = container;
  return isMultiModel(container) || (isGiven(Mode) !== false && text(Mode, context) === undefined);
}

const prefixAsArchive: Rule = {
  id: 'model-data-prefix-as-archive',
  severity: 'error',
  why: 'SageMaker takes ModelDataUrl for one archive: a prefix is not found, and the model is not created.',
  source: CONTAINER,
  check(graph, context) {
    return declaredContainers(graph).flatMap(({ resource, container }) => {
      const { ModelDataUrl: url } = container;
      if (mayBeMultiModel(container, context) || typeof url !== 'string' || !url.endsWith('/')) return [];
      return {
        resource,
        message: `ModelDataUrl (${JSON.stringify(url)}): one archive, not a prefix. name files below a prefix in ModelDataSource, or many models with Mode MultiModel`,
      };
    });
  },
};

/** SageMaker asks for `.tar.gz`, and takes the `.gz` that assets of the CDK end in. */
const GZIPPED = /\.(gz|tgz)$/;

const notAnArchive: Rule = {
  id: 'model-data-not-an-archive',
  severity: 'warning',
  why: 'SageMaker unpacks what ModelDataUrl names as one gzipped tar archive.',
  source: CONTAINER,
  check(graph, context) {
    return declaredContainers(graph).flatMap(({ resource, container }) => {
      const { ModelDataUrl: url } = container;
      if (mayBeMultiModel(container, context) || typeof url !== 'string') return [];
      const file = url.slice(url.lastIndexOf('/') + 1);
      // What is known of the end of it only: braces are of what is not.
      if (file === '' || /[{}]/.test(file) || GZIPPED.test(file)) return [];
      return {
        resource,
        message: `ModelDataUrl (${JSON.stringify(url)}): one gzipped tar archive. pack the model so, or name the files in ModelDataSource`,
      };
    });
  },
};

const prefixWithoutSlash: Rule = {
  id: 'model-data-prefix-without-slash',
  severity: 'error',
  why: 'SageMaker takes an S3 prefix for a folder, and refuses one that does not end in a slash.',
  source: DATA_SOURCE,
  check(graph) {
    return declaredContainers(graph).flatMap(({ resource, container }) => {
      const { S3Uri: uri, S3DataType } = block(block(container.ModelDataSource)?.S3DataSource) ?? {};
      if (S3DataType !== 'S3Prefix' || typeof uri !== 'string') return [];
      if (uri.endsWith('/') || uri.endsWith('}')) return [];
      return {
        resource,
        message: `S3Uri (${JSON.stringify(uri)}): must end in a slash with S3DataType S3Prefix. write ${JSON.stringify(`${uri}/`)}`,
      };
    });
  },
};

const sourceOfMany: Rule = {
  id: 'model-data-source-of-many-models',
  severity: 'error',
  why: 'A multi-model endpoint loads archives from the prefix in ModelDataUrl, and SageMaker refuses a ModelDataSource for it.',
  source: DATA_SOURCE,
  check(graph) {
    return declaredContainers(graph).flatMap(({ resource, container }) => {
      if (!isMultiModel(container) || isGiven(container.ModelDataSource) !== true) return [];
      return {
        resource,
        message:
          'ModelDataSource (with Mode MultiModel): not supported. name the prefix of the archives in ModelDataUrl',
      };
    });
  },
};

export const modelDataRules: readonly Rule[] = [prefixAsArchive, notAnArchive, prefixWithoutSlash, sourceOfMany];
