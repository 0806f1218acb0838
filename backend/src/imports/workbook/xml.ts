import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { damaged, WorkbookError } from './workbook-error.js';

const DEEPEST = 64;
/** Characters between two tags, and within one: a cell holds at most 32,767. */
const LONGEST_PIECE = 500_000;

/** What is made of an XML document while it is read. Names come without their prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** An attribute whatever its prefix is, as in `r:id`. */
export function attributeOf(attributes: Readonly<Record<string, string>>, localName: string): string | undefined {
  const name = Object.keys(attributes).find((candidate) => withoutPrefix(candidate) === localName);
  return name === undefined ? undefined : attributes[name];
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * Reads XML of any size in little memory: nesting and the length of every piece are bounded, and there are no
 * definitions of types or entities. Yields after each chunk, when the handler has seen what it holds.
 * @throws WorkbookError when it is not well-formed or beyond the bounds; also what the handler threw
 */
export async function* readXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new StringDecoder('utf8');
  let depth = 0;
  let sinceLastPiece = 0;
  parser.on('opentag', ({ name, attributes }) => {
    sinceLastPiece = 0;
    if (++depth > DEEPEST) throw new WorkbookError('The file is damaged: its parts are nested too deeply.');
    handler.open?.(withoutPrefix(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    sinceLastPiece = 0;
    depth -= 1;
    handler.close?.(withoutPrefix(name));
  });
  parser.on('text', (text) => handler.text?.(text));
  parser.on('doctype', () => {
    throw new WorkbookError('The file is damaged: its parts define types, which a workbook never does.');
  });
  const write = (text: string | null) => {
    try {
      parser.write(text);
    } catch (error) {
      throw damaged(error);
    }
  };
  for await (const chunk of chunks) {
    const text = decoder.write(chunk);
    sinceLastPiece += text.length;
    write(text);
    if (sinceLastPiece > LONGEST_PIECE) throw new WorkbookError('The workbook holds a text that is too long.');
    yield;
  }
  write(decoder.end());
  write(null);
}

/** Reads it to its end, for a handler that keeps what it wants. */
export async function readWholeXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  const reading = readXml(chunks, handler);
  while (!(await reading.next()).done);
}
