import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { checkModels } from '../../src/models/check.ts'
import { modelDictionary } from '../../src/models/dictionary.ts'
import { findRelations, relationNamed, sqlFolder } from '../../src/models/find.ts'
import { lineage } from '../../src/models/lineage.ts'
import type { Relation } from '../../src/models/relation.ts'
import { rawRelations } from '../../src/night/ingest/reading/raw-relations.ts'
import { openTestEngine } from './build-context.ts'

const gapColumnsOf = (all: readonly Relation[]): string[] =>
  Object.keys(relationNamed('publication.registry', all).header.columns).filter((column) =>
    column.startsWith('gap_'),
  )

const modelsOf = (all: readonly Relation[]): string[] =>
  relationNamed('publication.gap', all).header.inputs.map((name) =>
    name.replace('publication.', ''),
  )

test('every gap has its column on the lists, named as its model', () => {
  const all = findRelations()
  expect(gapColumnsOf(all).toSorted()).toEqual(modelsOf(all))
})

/** The package's models and a gap `of_this_test`: its own model, and its column in the registry. */
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'empanel-gap-'))
  await cp(sqlFolder, folder, { recursive: true })
  const file = (model: string): string => path.join(folder, 'publication', `${model}.sql`)
  const gap = await readFile(file('gap_well_visit'), 'utf8')
  await writeFile(file('gap_of_this_test'), gap.replaceAll("'well_visit' as", "'of_this_test' as"))
  const registry = await readFile(file('registry'), 'utf8')
  const beside = (line: string): string =>
    line.includes('gap_well_visit')
      ? `${line}\n${line.replaceAll('well_visit', 'of_this_test')}`
      : line
  await writeFile(file('registry'), registry.split('\n').map(beside).join('\n'))
})

test('a gap that is added is checked, on the lists, in the long form and in the reference', async () => {
  const engine = await openTestEngine()
  try {
    expect(await checkModels(engine, rawRelations(), folder)).toEqual([])
  } finally {
    engine.close()
  }
  const all = findRelations(folder)
  expect(gapColumnsOf(all)).toContain('gap_of_this_test')
  expect(modelsOf(all)).toContain('gap_of_this_test')
  expect(modelDictionary(all)['relations/publication.md']).toContain(
    '| gap_of_this_test | VARCHAR |',
  )
  expect(lineage(all)).toContain('publication__gap_of_this_test --> publication__gap')
})
