import type { Json } from '@eventide/contracts';

/** What an import's job was asked to do. */
export interface ImportRequest {
  /** Of the workbook that was uploaded. */
  fileId: string;
  /** As its file was called; older jobs don't say. */
  name?: string;
  /** Import the rows without a problem even if there are others. */
  partial: boolean;
}

export function toRequest({ fileId, name, partial }: ImportRequest): Json {
  return { fileId, partial, ...(name !== undefined && { name }) };
}

/** The request of a job that {@link toRequest} was stored with. */
export function readRequest(request: Json): ImportRequest {
  return request as unknown as ImportRequest;
}
