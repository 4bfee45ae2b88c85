import { z } from 'zod'

/** The keys of the pipeline file that describe a CSV. */
export const csvOptions = {
  delimiter: z
    .string()
    .length(1)
    .optional()
    .describe('Character between columns. Default: comma, pipe or tab, by the header.'),
  encoding: z
    .enum(['utf-8', 'latin-1'])
    .default('utf-8')
    .describe('`utf-8` or `latin-1`. Default: `utf-8`.'),
  quote: z.string().length(1).default('"').describe('Character around fields. Default: `"`.'),
}

export type CsvOptions = z.output<z.ZodObject<typeof csvOptions>>

/** The same with the delimiter that was given or found. */
export interface CsvDialect extends CsvOptions {
  readonly delimiter: string
}
