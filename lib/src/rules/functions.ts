import { CORS, isOrigin } from '../catalog/cors';
import type { GraphResource } from '../graph/resource-graph';
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
        (Array.isArray(value) ? (value as unknown[]) : []).filter(
          (each): each is string => typeof each === 'string' && !context.isUnresolved(each),
        );
      const origins = texts(cors.AllowOrigins)
        .filter((origin) => !isOrigin(origin))
        .map((origin) => ({
          resource,
          message: `AllowOrigins (${JSON.stringify(origin)}): "*", or scheme and host alone. write for example "https://app.example.com"`,
        }));
      const methods = texts(cors.AllowMethods)
        .filter((method) => !(CORS.METHODS as readonly string[]).includes(method))
        .map((method) => ({
          resource,
          message: `AllowMethods (${JSON.stringify(method)}): one of ${CORS.METHODS.join(', ')}. leave it out; Lambda answers OPTIONS itself`,
        }));
      const age = number(cors.MaxAge, context);
      const ages =
        age === undefined || (age >= 0 && age <= CORS.MAX_AGE_SECONDS)
          ? []
          : [
              {
                resource,
                message: `MaxAge (${age}): from 0 to ${CORS.MAX_AGE_SECONDS} seconds. choose one in that range`,
              },
            ];
      return [...origins, ...methods, ...ages];
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
