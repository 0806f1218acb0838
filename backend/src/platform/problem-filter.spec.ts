import { NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { ERRORS, type ErrorCode } from '@eventide/contracts';
import { mongo } from 'mongoose';
import { DomainError } from './domain-error.js';
import { httpFailure, problemOf, ProblemFilter } from './problem-filter.js';

function parserError(status: number): Error {
  return Object.assign(new Error('Unexpected token c in JSON: canary'), { status, expose: true });
}

describe(ProblemFilter.name, () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])('answers %s with its status, title and code', (code) => {
    const problem = problemOf(new DomainError(code, 'A sentence.'));
    expect(problem).toEqual({
      type: `urn:eventide:problem:${code}`,
      title: ERRORS[code].title,
      status: ERRORS[code].status,
      code,
      detail: 'A sentence.',
    });
  });

  it('names the fields at fault', () => {
    const errors = [{ field: 'a.b', problem: 'is not known' }];
    expect(problemOf(new DomainError('invalid_request', undefined, { errors })).errors).toEqual(errors);
  });

  it.each([400, 415])('names the body when its parser refuses it with %d', (status) => {
    expect(problemOf(httpFailure(parserError(status))).errors).toEqual([{ field: '', problem: expect.any(String) }]);
  });

  it.each<[string, Error, ErrorCode]>([
    ['a route that is not there', new NotFoundException('Cannot GET /canary'), 'not_found'],
    ['a body that is too large', new PayloadTooLargeException(), 'too_large'],
    ['a body that is too large, by the parser', parserError(413), 'too_large'],
    ['JSON that is none', parserError(400), 'invalid_request'],
    ['an unknown character set', parserError(415), 'invalid_request'],
    ['a database that is away', new mongo.MongoNetworkError('canary'), 'unavailable'],
    ['anything unforeseen', new TypeError('canary'), 'internal'],
    ['an error that hides its message', Object.assign(new Error('canary'), { status: 500, expose: false }), 'internal'],
  ])('says what may be said of %s', (_, error, code) => {
    const failure = httpFailure(error);
    expect(failure.code).toBe(code);
    expect(JSON.stringify(problemOf(failure))).not.toContain('canary');
  });
});
