import { MIB, decide, model, properties } from './support/function';

describe('an image', () => {
  test('says itself what it runs, and has no layer', () => {
    expect(properties(decide({ isImage: true, layerArn: undefined }), 'Function')).toMatchObject({
      PackageType: 'Image',
    });
    const { Handler, Runtime, Layers } = properties(decide({ isImage: true, layerArn: undefined }), 'Function');
    expect({ Handler, Runtime, Layers }).toEqual({});
  });

  test('is refused with a layer', () => {
    expect(() => decide({ isImage: true })).toThrow(
      new Error(
        'onnxruntime layer (given): not with an image, which has onnxruntime in it. leave out the layer or the image',
      ),
    );
  });

  test('holds a model that no zip holds, up to 10 GiB', () => {
    const inImage = (bytes: number) => decide({ model: model({ bytes }), isImage: true, layerArn: undefined });
    expect(properties(inImage(2000 * MIB), 'Function').MemorySize).toBe(6272);
    // Comfortable would be 12 256 MiB.
    expect(properties(inImage(4000 * MIB), 'Function').MemorySize).toBe(10_240);
    expect(() => inImage(10_000 * MIB)).toThrow(
      new Error(
        'least memory of triage (10256 MiB): at most 10240 MiB on Lambda. ' +
          'serve this model (10485760000 bytes) with an InferenceEndpoint, or make it smaller (quantization)',
      ),
    );
    expect(() => inImage(10_240 * MIB)).toThrow(
      new Error(
        'size of model package, handler and onnxruntime (10784518240 bytes): at most 10737418240 bytes in an image on Lambda. ' +
          'serve this model (10737418240 bytes) with an InferenceEndpoint, or make it smaller (quantization)',
      ),
    );
  });
});
