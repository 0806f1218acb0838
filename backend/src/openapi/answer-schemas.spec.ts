import { describe, expect, it } from '@jest/globals';
import { answerSchemas, schemaRef } from './answer-schemas.js';

describe('the schemas of answers', () => {
  it('refer to each other alone', () => {
    const schemas = answerSchemas();
    const references = [...JSON.stringify(schemas).matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(0);
    expect(Object.keys(schemas).map(schemaRef)).toEqual(expect.arrayContaining(references));
  });
});
