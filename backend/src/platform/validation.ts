import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { FieldProblem } from '@eventide/contracts';
import type { z } from 'zod';
import { DomainError } from './domain-error.js';

const LONGEST_FIELD = 100;
const MOST_PROBLEMS = 20;

type Issue = z.core.$ZodIssue;

function pathOf(segments: readonly PropertyKey[]): string {
  return segments.map(String).join('.').slice(0, LONGEST_FIELD);
}

function problemsOf(issue: Issue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({ field: pathOf([...issue.path, name]), problem: 'is not known' }));
  }
  return [{ field: pathOf(issue.path), problem: issue.message.replace(/^Invalid input: /, '') }];
}

/** `invalid_request` with the fields at fault; values are never repeated. */
function invalidRequest(issues: readonly Issue[]): DomainError {
  const errors = issues.flatMap(problemsOf).slice(0, MOST_PROBLEMS);
  return new DomainError('invalid_request', 'Some fields are missing, unknown or not valid.', { errors });
}

/**
 * @returns the value as the schema reads it
 * @throws DomainError `invalid_request`
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw invalidRequest(result.error.issues);
  return result.data;
}

/** Applies the zod schema named at `@Body`, `@Query` or `@Param`. */
export class RequestValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => invalidRequest(issues as readonly Issue[]) });
  }

  /** Our schemas refuse `__proto__` like any unknown field; taking it out first would hide it. */
  protected override stripProtoKeys(): void {}
}
