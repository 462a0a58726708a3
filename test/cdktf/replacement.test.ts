import { diagnosis, endpointJson, functionJson, only } from './support/synth';
import type { Arguments } from './support/synth';

const MODEL = 'aws_sagemaker_model';
const CONFIG = 'aws_sagemaker_endpoint_configuration';

/** A name that AWS gives: of a resource that is replaced, it is another, and whatever refers to it follows. */
const generated = ({ name }: Arguments) => name === undefined;

describe.each(['v1', 'v2'] as const)('an endpoint of %s needs no replace_triggered_by', (version) => {
  const json = endpointJson({ model: diagnosis(version) });
  const [endpoint, config, model] = ['aws_sagemaker_endpoint', CONFIG, MODEL].map((type) => only(json, type));

  test('because the names of what is replaced are generated', () => {
    expect(generated(config)).toBe(true);
    expect(generated(model)).toBe(true);
  });

  test('and what must follow refers to them', () => {
    expect(endpoint.endpoint_config_name).toMatch(new RegExp(`^\\$\\{${CONFIG}\\.\\w+\\.name\\}$`));
    expect(JSON.stringify(config.production_variants)).toMatch(
      new RegExp(`"model_name":"\\$\\{${MODEL}\\.\\w+\\.name\\}"`),
    );
  });

  test('so that none is declared', () => {
    expect(JSON.stringify(json.json)).not.toContain('replace_triggered_by');
  });
});

test('a new model is another configuration and another model, which are replaced, not changed', () => {
  const [before, after] = (['v1', 'v2'] as const).map((version) => endpointJson({ model: diagnosis(version) }));
  expect(only(after, MODEL).primary_container).not.toEqual(only(before, MODEL).primary_container);
  for (const type of [MODEL, CONFIG]) expect(only(after, type).lifecycle).toEqual({ create_before_destroy: true });
});

test('the alarms of a function follow its version by reference, too', () => {
  const json = functionJson();
  const alarms = Object.values(json.json.resource.aws_cloudwatch_metric_alarm);
  for (const alarm of alarms) {
    expect(JSON.stringify(alarm)).toMatch(/\$\{aws_lambda_function\.\w+\.version\}/);
  }
});
