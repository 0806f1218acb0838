/** Why a file can't be imported, in a sentence for the person who uploaded it. */
export class WorkbookError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = WorkbookError.name;
  }
}

/**
 * The zip and XML readers throw plain errors about the bytes that they read. Anything of a class of its own, or of a
 * socket, is about something else: the database that the bytes come from, or us.
 */
function isAboutTheBytes(error: unknown): error is Error {
  return error instanceof Error && Object.getPrototypeOf(error) === Error.prototype && !('syscall' in error);
}

/** What damaged bytes caused as a {@link WorkbookError}; every other error as it is. */
export function damaged(error: unknown): unknown {
  return isAboutTheBytes(error) ? new WorkbookError('The file is damaged: it can not be read as a workbook.', error) : error;
}
