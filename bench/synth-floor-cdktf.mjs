// The floor of bench/synth.mjs for CDK for Terraform: the program that declares what a configuration holds with the
// provider's classes, as one would by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Blocks whose keys are the user's own. */
const VERBATIM = ['dimensions', 'environment', 'triggers_replace'];
const REFERENCE = /((?:data\.)?[a-z0-9]+(?:_[a-z0-9]+)+|local)\.([A-Za-z0-9_]+)/g;
/** What cdktf itself brings a class for. */
const OWN_CLASSES = { terraform_data: 'DataResource', local: 'TerraformLocal' };

/** `json` holds one endpoint whose construct is `Endpoint0`, and whose name is `name`; `model` is the archive to upload. */
export function writeFloor(file, { json, name, model, common }) {
  const resources = entries(json);
  const known = new Map(resources.map(({ address, variable }) => [address, variable]));
  const shared = resources.filter(({ isData }) => isData);
  const own = inOrder(resources.filter(({ isData }) => !isData));
  const context = { known, name };
  writeFileSync(
    file,
    `const { App, AssetType, DataResource, TerraformAsset, TerraformLocal, TerraformStack } = require('cdktf');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
${[...new Set(resources.filter(({ type }) => !(type in OWN_CLASSES)).map(imported))].join('\n')}
const { endpointName, spent } = require(${JSON.stringify(common)});

const [, , count, outdir] = process.argv;
const app = new App({ outdir, stackTraces: false });
const stack = new TerraformStack(app, 'Stack0');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });
${shared.map((resource) => statement(resource, context, "''")).join('\n')}
const archive = new TerraformAsset(stack, 'Model', { path: ${JSON.stringify(model)}, type: AssetType.FILE });

function declare(number) {
  const name = endpointName(number);
${own.map((resource) => statement(resource, context, 'number')).join('\n')}
}

for (let number = 0; number < Number(count); number++) declare(number);
app.synth();
console.log(spent());
`,
  );
}

/** What the configuration of an output declares, whatever its addresses, hashes and archives are called. */
export function declared(outdir) {
  return entries(configuration(outdir))
    .map(({ type, body }) =>
      JSON.stringify([type, body])
        .replace(REFERENCE, '$1')
        .replace(/assets\/[^"]*/g, 'ASSET')
        .replace(/[0-9a-f]{8,64}/g, 'HASH'),
    )
    .sort();
}

export function configuration(outdir) {
  return JSON.parse(readFileSync(join(outdir, 'stacks/Stack0/cdk.tf.json'), 'utf8'));
}

function entries({ data, locals, resource }) {
  const of = (blocks, prefix) =>
    Object.entries(blocks).flatMap(([type, named]) =>
      Object.entries(named).map(([id, { '//': comment, ...body }]) => ({
        address: `${prefix}${type}.${id}`,
        isData: prefix !== '',
        type,
        variable: `${id.replace(/_[0-9A-F]{8}$/, '')}_${type}`,
        body: comment.InferenceConstructs === undefined ? body : { ...body, annotation: comment.InferenceConstructs },
      })),
    );
  const named = Object.entries(locals).map(([id, body]) => ({
    address: `local.${id}`,
    isData: false,
    type: 'local',
    variable: `${id.replace(/_[0-9A-F]{8}$/, '')}_local`,
    body,
  }));
  return [...of(data, 'data.'), ...named, ...of(resource, '')];
}

function imported({ type, isData }) {
  const module = `${isData ? 'data-aws-' : ''}${providerName(type).replaceAll('_', '-')}`;
  return `const { ${className({ type, isData })} } = require('@cdktf/provider-aws/lib/${module}');`;
}

function providerName(type) {
  return type.replace(/^aws_/, '');
}

function className({ type, isData }) {
  if (type in OWN_CLASSES) return OWN_CLASSES[type];
  const words = providerName(type)
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${isData ? 'DataAws' : ''}${words.join('')}`;
}

function statement(resource, context, number) {
  const { type, variable, body } = resource;
  if (type === 'local') {
    return `  const ${variable} = new TerraformLocal(stack, \`${variable}\${${number}}\`, ${source(body, context)});`;
  }
  const { annotation, ...config } = body;
  const line = `  const ${variable} = new ${className(resource)}(stack, \`${variable}\${${number}}\`, ${source(config, context)});`;
  if (annotation === undefined) return line;
  return `${line}\n  ${variable}.addOverride('//', { InferenceConstructs: ${JSON.stringify(annotation)} });`;
}

function source(value, context) {
  if (typeof value === 'string') return text(value, context);
  if (Array.isArray(value)) return `[${value.map((item) => source(item, context)).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const lines = Object.entries(value).map(([key, item]) => {
    if (key === 'source') return 'source: archive.path';
    if (key === 'depends_on') return `dependsOn: [${item.map((address) => context.known.get(address)).join(', ')}]`;
    if (VERBATIM.includes(key)) return `${camel(key)}: ${verbatim(item, context)}`;
    return `${camel(key)}: ${source(item, context)}`;
  });
  return `{ ${lines.join(', ')} }`;
}

function verbatim(values, context) {
  return `{ ${Object.entries(values)
    .map(([key, value]) => `${JSON.stringify(key)}: ${text(value, context)}`)
    .join(', ')} }`;
}

/** A whole expression that names an attribute is the token of it; in a larger one an address is the token of the resource. */
function text(value, { known, name }) {
  const literal = (part) => JSON.stringify(part).slice(1, -1).replaceAll('`', '\\`').replaceAll(name, '${name}');
  const parts = value.split(/(\$\{[^}]*\})/).map((part) => {
    const expression = /^\$\{(.*)\}$/.exec(part)?.[1];
    if (expression === undefined) return literal(part);
    const whole = /^((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_]+)\.([a-z_]+)$/.exec(expression);
    if (whole !== null) return `\${${known.get(whole[1])}.${camel(whole[2])}}`;
    const written = expression.replace(REFERENCE, (address) =>
      known.has(address) ? `\${${known.get(address)}.fqn}` : address,
    );
    return `\\\${${written}}`;
  });
  return `\`${parts.join('').replace(/Stack0-Endpoint0/g, 'Stack0-Endpoint${number}')}\``;
}

function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** What is referred to comes first. */
function inOrder(resources) {
  const known = new Map(resources.map((resource) => [resource.address, resource]));
  const order = new Set();
  const visit = (resource) => {
    if (order.has(resource)) return;
    for (const [address] of JSON.stringify(resource.body).matchAll(REFERENCE)) {
      const other = known.get(address);
      if (other !== undefined && other !== resource) visit(other);
    }
    order.add(resource);
  };
  resources.forEach(visit);
  return [...order];
}
