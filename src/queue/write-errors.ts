/** Why something couldn't be written: what a person can do about it differs. */
import { DiskFull } from './ports.ts';

/** Was it a disk without room that something failed by, here or further down? */
export const isDiskFull = (error: unknown): boolean =>
  failedBy(error, (one, code) => one instanceof DiskFull || code === 'ENOSPC' || code === 'EDQUOT');

/** Was it a folder that may not be written? Node has several words for it. */
export const isReadOnly = (error: unknown): boolean =>
  failedBy(error, (_, code) => code === 'EROFS' || code === 'EACCES' || code === 'EPERM');

/** Looks through causes, and through what grammY wraps. */
function failedBy(error: unknown, fits: (one: Error, code: unknown) => boolean): boolean {
  if (!(error instanceof Error)) return false;
  if (fits(error, 'code' in error ? error.code : null)) return true;
  return failedBy(error.cause, fits) || ('error' in error && failedBy(error.error, fits));
}
