import { expect, test } from 'vitest'
import { reasonDictionary } from '../../src/rules/dictionary.ts'
import { reasonRows, vocabulary } from '../../src/rules/vocabulary.ts'

const page = reasonDictionary()

test('describes every step under its label', () => {
  for (const { steps } of Object.values(vocabulary)) {
    for (const [step, { label }] of Object.entries(steps)) {
      expect(page).toContain(`### ${step}\n\n${label}.`)
    }
  }
})

test('lists every reason with its outcome and sentence', () => {
  for (const { reason, outcome, meaning } of reasonRows()) {
    expect(page).toContain(`| ${reason} | ${outcome} | ${meaning} |`)
  }
})
