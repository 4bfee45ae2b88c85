import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { untilIdle } from '../../src/lake/response-body.ts'

it('a body is read to its end', async () => {
  expect(await text(untilIdle(Readable.from([Buffer.from('a'), Buffer.from('b')])))).toBe('ab')
})

it('a body that stalls is an error, not an end', async () => {
  const body = new PassThrough()
  body.write('a')
  await expect(text(untilIdle(body, 20))).rejects.toThrow('no byte of the body arrived in time')
  expect(body.destroyed).toBe(true)
})

it('a body that keeps arriving may take longer than the limit', async () => {
  const body = new PassThrough()
  const timer = setInterval(() => body.write('a'), 20)
  setTimeout(() => {
    clearInterval(timer)
    body.end()
  }, 300)
  expect(await text(untilIdle(body, 200))).toMatch(/^a+$/)
})
