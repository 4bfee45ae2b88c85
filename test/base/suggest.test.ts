import { expect, it } from 'vitest'
import { closestName, didYouMean } from '../../src/base/suggest.ts'

const feeds = ['enrollment', 'claims', 'providers']

it.each([
  ['enrolment', 'enrollment'],
  ['CLAIMS', 'claims'],
  ['claism', 'claims'],
  ['provider', 'providers'],
])('for %s, %s is suggested', (found, meant) => {
  expect(closestName(found, feeds)).toBe(meant)
  expect(didYouMean(found, feeds)).toBe(`Did you mean "${meant}"?`)
})

it('a name that differs too much gets no suggestion', () => {
  expect(didYouMean('visits', feeds)).toBeUndefined()
})
