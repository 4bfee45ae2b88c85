import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Engine } from '../../src/engine/engine.ts'
import { withEngine } from '../../src/engine/with-engine.ts'

test('an engine and its spool are gone after its work succeeds or fails', async () => {
  const seen: { engine: Engine; spool: string }[] = []
  const rows = await withEngine(async (engine, spool) => {
    seen.push({ engine, spool })
    return engine.all('select 1 as one')
  })
  expect(rows).toEqual([{ one: 1 }])
  const failing = withEngine(async (engine, spool) => {
    seen.push({ engine, spool })
    return engine.all('select nothing')
  })
  await expect(failing).rejects.toThrow('nothing')
  expect(seen).toHaveLength(2)
  for (const { engine, spool } of seen) {
    expect(existsSync(spool)).toBe(false)
    await expect(engine.all('select 1')).rejects.toThrow('disconnected')
  }
})
