import type { Json } from '@eventide/contracts';

/** What an import's job was asked to do. */
export interface ImportRequest {
  /** Of the workbook that was uploaded. */
  fileId: string;
  /** Import the rows without a problem even if there are others. */
  partial: boolean;
}

export function toRequest({ fileId, partial }: ImportRequest): Json {
  return { fileId, partial };
}

/** The request of a job that {@link toRequest} was stored with. */
export function readRequest(request: Json): ImportRequest {
  return request as unknown as ImportRequest;
}
