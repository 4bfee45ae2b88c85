import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import type { Engine } from '../../src/engine/engine.ts'
import type { BuildContext } from '../../src/models/build.ts'
import { emptyManifest } from '../../src/runs/manifest.ts'
import { silentProgress } from '../../src/base/progress.ts'

export const openTestEngine = async (): Promise<Engine> =>
  openDuckDb({ spool: await mkdtemp(path.join(tmpdir(), 'empanel-spool-')), threads: 1 })

export const openBuildContext = async (): Promise<BuildContext> => ({
  engine: await openTestEngine(),
  manifest: emptyManifest(),
  progress: silentProgress,
})

/** Creates a folder like `sql/` with these files, named `<room>/<model>.sql`. */
export const sqlFolderOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-sql-'))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
  return folder
}

/** The text of a model file: `head` is YAML, to which a summary is added. */
export const modelFile = (head: string, query: string): string =>
  `/*---\nsummary: A relation of this test.\n${head.trim()}\n---*/\n${query.trim()}\n`

/** The header of a relation that code builds, with these columns and types. */
export const madeFile = (grain: string, columns: Readonly<Record<string, string>>): string =>
  [
    'summary: A relation of this test.',
    `grain: ${grain}`,
    'made_by: test/models/build-context.ts',
    'columns:',
    ...Object.entries(columns).map(
      ([name, type]) => `  ${name}: {type: ${type}, meaning: Its ${name}.}`,
    ),
    '',
  ].join('\n')
