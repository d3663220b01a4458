/**
 * One entry of the control API, by which tests, the demo page and the script act as operator and as
 * recipients, inject faults and read what happened. Each world lists its own; `control.ts` serves them.
 */
export interface ControlRoute {
  method: 'GET' | 'POST';
  /** Fastify pattern below the control root, for example `/telegram/chats/:user/text`. */
  path: string;
  /** Returns a JSON value, or bytes for a download. Throw `ControlError` for a bad request. */
  handle(request: {
    params: Record<string, string>;
    query: Record<string, string>;
    body: Record<string, unknown>;
  }): unknown | Promise<unknown>;
}

/** A request to the control API that makes no sense; answered with its status and its sentence. */
export class ControlError extends Error {
  override name = 'ControlError';
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** Bytes answered as they are instead of as JSON. */
export interface Download {
  bytes: Uint8Array;
  type: string;
  name?: string;
}
