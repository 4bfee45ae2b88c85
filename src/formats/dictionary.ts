import { z } from 'zod'
import type { FileFormat } from './file-format.ts'
import { fileFormats } from './index.ts'

/** Describes every format of delivered files, as Markdown. */
export const formatDictionary = (): string =>
  [
    '# File formats',
    'The format of a delivered file follows from the ending of its name, in any case, or from `format` of its feed in the pipeline file. The options are keys of the feed there.',
    ['| format | what it is | file names | options |', '|---|---|---|---|']
      .concat(fileFormats.map(row))
      .join('\n'),
    ...fileFormats.flatMap(optionList),
    '',
  ].join('\n\n')

const row = ({ name, summary, endings, mayBeGzip, options }: FileFormat): string => {
  const names = endings.map((ending) => `\`.${ending}\``).join(', ')
  const keys = Object.keys(options).map((key) => `\`${key}\``)
  const compressed = mayBeGzip ? ', each also with `.gz`' : ''
  return `| \`${name}\` | ${summary} | ${names}${compressed} | ${keys.join(', ')} |`
}

const optionList = ({ name, options }: FileFormat): string[] => {
  const keys = Object.entries(options).map(
    ([key, schema]) => `- \`${key}\`: ${z.globalRegistry.get(schema)?.description ?? ''}`,
  )
  return keys.length === 0 ? [] : [`## Options of \`${name}\``, keys.join('\n')]
}
