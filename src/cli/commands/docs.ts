import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { feedDictionary } from '../../feeds/dictionary.ts'
import { rawRelations } from '../../night/ingest/raw-relations.ts'
import { modelDictionary } from '../../models/dictionary.ts'
import { findRelations } from '../../models/find.ts'
import { lineage } from '../../models/lineage.ts'
import { type ExitCode, exitCode } from '../../base/errors.ts'
import { requestDictionary } from '../../requests/dictionary.ts'

/** The reference's pages by file name. */
export const referencePages = (): Readonly<Record<string, string>> => ({
  'feeds.md': feedDictionary(),
  'relations.md': modelDictionary([...rawRelations(), ...findRelations()]),
  'lineage.md': lineage(),
  'requests.md': requestDictionary(),
})

/** `empanel docs`: the feeds, the relations and how they follow from each other, as Markdown. */
export const docs = async (options: { readonly out: string }): Promise<ExitCode> => {
  await mkdir(options.out, { recursive: true })
  const pages = Object.entries(referencePages())
  for (const [name, text] of pages) await writeFile(path.join(options.out, name), text)
  process.stdout.write(`Wrote ${pages.map(([name]) => name).join(', ')} to ${options.out}.\n`)
  return exitCode.published
}
