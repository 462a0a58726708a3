import type { GraphResource } from '../graph/resource-graph';
import { corsFaults } from '../serving/function-cors';
import { block, number } from './reading';
import type { Rule } from './rule';

const corsOutOfRange: Rule = {
  id: 'url-cors-out-of-range',
  severity: 'error',
  why: 'Lambda refuses the URL, or finds no origin of a browser equal to one with a path or a slash at its end.',
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html',
  check(graph, context) {
    return graph.ofType('AWS::Lambda::Url').flatMap((resource) => {
      const cors = block(resource.properties.Cors);
      if (cors === undefined) return [];
      const texts = (value: unknown) =>
        Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : undefined;
      const asked = {
        allowedOrigins: texts(cors.AllowOrigins),
        allowedMethods: texts(cors.AllowMethods),
        allowedHeaders: texts(cors.AllowHeaders),
        maxAgeSeconds: number(cors.MaxAge, context),
      };
      const isUnresolved = (value: unknown) => !Array.isArray(value) && context.isUnresolved(value);
      return corsFaults(asked, isUnresolved).map(({ message }) => ({ resource, message }));
    });
  },
};

/** What a function in an image must not have, and where it belongs. */
const NOT_WITH_IMAGE: Readonly<Record<string, string>> = {
  Layers: 'copy what they hold into the image',
  Handler: 'name it in CMD, or in ImageConfig.Command',
  Runtime: 'it is that of the base image',
};

const imageWithZipProperties: Rule = {
  id: 'image-with-zip-properties',
  severity: 'error',
  why: 'Lambda refuses a function in a container image that also has a handler, a runtime or layers.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html',
  check(graph) {
    return graph
      .ofType('AWS::Lambda::Function')
      .filter(isImage)
      .flatMap((resource) =>
        Object.entries(NOT_WITH_IMAGE)
          .filter(([property]) => isGiven(resource.properties[property]))
          .map(([property, remedy]) => ({
            resource,
            message: `${property} (given): not with PackageType Image. leave it out; ${remedy}`,
          })),
      );
  },
};

const snapStartUnsupported: Rule = {
  id: 'snapstart-unsupported',
  severity: 'error',
  why: 'Lambda takes snapshots of zips of some runtimes only, and refuses the version or ignores the setting.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html',
  check(graph) {
    return graph.ofType('AWS::Lambda::Function').flatMap((resource) => {
      if (block(resource.properties.SnapStart)?.ApplyOn !== 'PublishedVersions') return [];
      const { Runtime } = resource.properties;
      const what = isImage(resource)
        ? 'a container image'
        : /^nodejs/.test(String(Runtime))
          ? String(Runtime)
          : undefined;
      if (what === undefined) return [];
      return {
        resource,
        message: `SnapStart (PublishedVersions): not for ${what}. leave it out, and set provisioned concurrency against cold starts`,
      };
    });
  },
};

function isImage({ properties }: GraphResource): boolean {
  return properties.PackageType === 'Image' || block(properties.Code)?.ImageUri !== undefined;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Rules on functions and their URLs. */
export const functionRules: readonly Rule[] = [corsOutOfRange, imageWithZipProperties, snapStartUnsupported];
