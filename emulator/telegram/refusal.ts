/** A request that Telegram answers with `ok: false`. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: number;
  readonly retryAfter: number | undefined;
  constructor(code: number, description: string, retryAfter?: number) {
    super(description);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export const bad = (what: string) => new ApiError(400, `Bad Request: ${what}`);

export const TAKEN_OVER =
  'terminated by other getUpdates request; make sure that only one bot instance is running';

export const conflict = (why: string) => new ApiError(409, `Conflict: ${why}`);
