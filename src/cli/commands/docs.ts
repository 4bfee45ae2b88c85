import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { feedDictionary } from '../../feeds/dictionary.ts'
import { formatDictionary } from '../../formats/dictionary.ts'
import { rawRelations } from '../../night/ingest/reading/raw-relations.ts'
import { modelDictionary } from '../../models/dictionary.ts'
import { findOnDemand, findRelations } from '../../models/find.ts'
import { lineage } from '../../models/lineage.ts'
import { requestDictionary } from '../../requests/dictionary.ts'
import { reasonDictionary } from '../../rules/dictionary.ts'

/** The pages that were written, by file name. */
export interface WrittenDocs {
  readonly folder: string
  readonly pages: readonly string[]
}

/** The pages of the reference by file name. */
export const referencePages = (): Readonly<Record<string, string>> => {
  const relations = [...findRelations(), ...findOnDemand()]
  return {
    'feeds.md': feedDictionary(),
    'formats.md': formatDictionary(),
    ...modelDictionary([...rawRelations(), ...relations]),
    'lineage.md': lineage(relations),
    'reasons.md': reasonDictionary(),
    'requests.md': requestDictionary(),
  }
}

/** `empanel docs`: writes the feeds, relations, lineage, reasons and requests as Markdown. */
export const docs = async (options: { readonly out: string }): Promise<WrittenDocs> => {
  const pages = Object.entries(referencePages())
  for (const [name, text] of pages) {
    const file = path.join(options.out, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return { folder: options.out, pages: pages.map(([name]) => name) }
}
