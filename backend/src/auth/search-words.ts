/** The words of a text as a search compares them. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** What a person is found by: the words of the name, and the id. */
export function searchWords(id: string, name: string): string[] {
  return [...new Set([...wordsOf(name), id.toLowerCase()])];
}
