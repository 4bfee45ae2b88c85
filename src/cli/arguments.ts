import { ConfigError } from '../base/errors.ts'

/** Checks that `text`, if given, is a day of the calendar written as YYYY-MM-DD. */
export const parseDate = <Text extends string | undefined>(option: string, text: Text): Text => {
  if (text === undefined || isDate(text)) return text
  throw new ConfigError(`Expected ${option} to be a date such as 2026-06-30, found "${text}".`)
}

const isDate = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(text)
  )
}

/** Reads a whole number from 0 to `most`. */
export const parseCount = (option: string, text: string, most = 999_999): number => {
  if (/^\d{1,6}$/.test(text) && Number(text) <= most) return Number(text)
  throw new ConfigError(
    `Expected ${option} to be a whole number from 0 to ${most}, found "${text}".`,
  )
}

/** Trims a text that is recorded for good, and refuses an empty one. */
export const requireText = (option: string, text: string, hint: string): string => {
  const trimmed = text.trim()
  if (trimmed !== '') return trimmed
  throw new ConfigError(`${option} must not be empty.`, hint)
}

/** The option of a request's field: `member_id` is `--member`, `effective_date` is `--effective`. */
export const optionOf = (field: string): string => {
  if (field === 'requested_by') return '--by'
  if (field === 'request_id') return '--request-id'
  return `--${field.replace(/(_ids?|_date)$/, '').replaceAll('_', '-')}`
}
