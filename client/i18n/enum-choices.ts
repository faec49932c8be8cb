/** Choices of a select for codes of the domain; `words` is the branch below `enums`. */
export function enumChoices(words: string, values: readonly string[]): { id: string; name: string }[] {
  return values.map((value) => ({ id: value, name: `enums.${words}.${value}` }));
}
