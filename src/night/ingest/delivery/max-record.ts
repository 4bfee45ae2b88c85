/** A record longer than this is taken for a quote that is never closed. */
export const maxRecordBytes = 2_000_000
