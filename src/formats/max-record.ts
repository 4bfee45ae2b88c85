/** A longer record is taken for one with an unclosed quote. */
export const maxRecordBytes = 2_000_000
