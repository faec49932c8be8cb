import type { ZodType, core } from 'zod';

type Issue = core.$ZodIssue;
export type FieldProblem = string | { message: string; args: Record<string, unknown> };

/** An issue of the server's own schema as a key of the console's words: forms answer in the user's language. */
function inWords(issue: Issue): FieldProblem {
  if (issue.code === 'too_small') {
    if (issue.origin === 'string' && issue.minimum === 1) return 'ra.validation.required';
    const key = issue.origin === 'string' ? 'minLength' : 'minValue';
    return { message: `ra.validation.${key}`, args: { min: issue.minimum } };
  }
  if (issue.code === 'too_big') {
    const key = issue.origin === 'string' ? 'maxLength' : 'maxValue';
    return { message: `ra.validation.${key}`, args: { max: issue.maximum } };
  }
  if (issue.code === 'invalid_type')
    return issue.expected === 'int' ? 'validation.whole' : 'ra.validation.required';
  if (issue.code === 'invalid_value') return 'validation.choose';
  if (issue.code === 'invalid_format') return 'validation.format';
  return 'validation.wrong';
}

/**
 * A form's `validate` from the schema the server checks the same body with. Values the form has not set yet are left
 * out, so that "required" is said rather than "expected string, received null".
 * @param shape turns the form's values into the body as it would be sent
 */
export function schemaProblems<V extends Record<string, unknown>>(
  schema: ZodType,
  shape: (values: V) => Record<string, unknown> = (values) => values,
): (values: V) => Record<string, FieldProblem> {
  return (values) => {
    const body = Object.entries(shape(values)).filter(([, value]) => value !== null && value !== '');
    const checked = schema.safeParse(Object.fromEntries(body));
    if (checked.success) return {};
    const problems: Record<string, FieldProblem> = {};
    for (const issue of checked.error.issues) {
      if (issue.code !== 'unrecognized_keys') problems[issue.path.map(String).join('.')] ??= inWords(issue);
    }
    return problems;
  };
}
