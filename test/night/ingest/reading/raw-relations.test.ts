import { expect, test } from 'vitest'
import { rawRelations } from '../../../../src/night/ingest/reading/raw-relations.ts'

const relations = rawRelations()

const columnsOf = (name: string): string[] =>
  Object.keys(relations.find((relation) => relation.name === name)?.header.columns ?? {})

test('every feed has a relation with its columns and the source of each row', () => {
  expect(columnsOf('raw.current_assignments')).toEqual([
    'member_id',
    'provider_id',
    'effective_date',
    'basis',
    'file_rank',
    'record',
  ])
})

test('a list column is a relation of its own, and no column of the feed', () => {
  expect(columnsOf('raw.provider_licence')).toEqual(['provider_id', 'state'])
  expect(columnsOf('raw.providers')).not.toContain('license_states')
})

test('every column has a meaning', () => {
  const silent = relations.flatMap(({ name, header }) =>
    Object.entries(header.columns)
      .filter(([, { meaning }]) => meaning === '')
      .map(([column]) => `${name}.${column}`),
  )
  expect(silent).toEqual([])
})
