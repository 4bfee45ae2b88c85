import { describe, expect, test } from 'vitest'
import { gathered, finalLines } from './claims-room.ts'

const original = { claim_id: 'C1', paid_date: '2026-03-10' }
const replacement = {
  claim_id: 'C2',
  original_claim_id: 'C1',
  frequency_code: '7',
  paid_date: '2026-04-10',
}
const secondReplacement = {
  claim_id: 'C3',
  original_claim_id: 'C2',
  frequency_code: '7',
  paid_date: '2026-05-10',
}

describe('a replacement', () => {
  test('replaces the original', async () => {
    expect(await finalLines([original, replacement])).toEqual([2])
  })

  test('replaces every line of the original, also those that it does not repeat', async () => {
    expect(await finalLines([original, { ...original, line_number: 2 }, replacement])).toEqual([3])
  })

  test('of a replacement replaces both', async () => {
    expect(await finalLines([original, replacement, secondReplacement])).toEqual([3])
  })

  test('under the same claim_id leaves only its own lines', async () => {
    const again = { ...original, frequency_code: '7', paid_date: '2026-04-10', claim_version: 2 }
    expect(await finalLines([original, { ...original, line_number: 2 }, again])).toEqual([3])
  })

  test('that no longer qualifies still removes the visit', async () => {
    expect(await finalLines([original, { ...replacement, procedure_code: '80053' }])).toEqual([])
  })

  test('needs no service date, line number or code to remove what it replaces', async () => {
    const bare = { ...replacement, service_date: '', line_number: '', procedure_code: '' }
    expect(await finalLines([original, bare])).toEqual([])
  })

  test('that was denied replaces nothing', async () => {
    expect(await finalLines([original, { ...replacement, claim_status: 'denied' }])).toEqual([1])
    expect(await finalLines([original, { ...replacement, claim_status: 'pending' }])).toEqual([1])
  })

  test('delivered before its original, but paid later, still counts', async () => {
    expect(
      await finalLines([
        { ...replacement, file_rank: 1 },
        { ...original, file_rank: 2 },
      ]),
    ).toEqual([1])
  })
})

describe('a void', () => {
  test('removes everything before it, through a replacement of a replacement', async () => {
    const cancel = {
      claim_id: 'C4',
      original_claim_id: 'C3',
      frequency_code: '8',
      paid_date: '2026-06-10',
    }
    expect(await finalLines([original, replacement, secondReplacement, cancel])).toEqual([])
  })

  test('of the original removes the whole family and restores nothing', async () => {
    const cancel = {
      claim_id: 'C4',
      original_claim_id: 'C1',
      frequency_code: '8',
      paid_date: '2026-06-10',
    }
    expect(await finalLines([original, replacement, cancel])).toEqual([])
  })

  test('keeps a later original of the same family', async () => {
    const cancel = { ...original, frequency_code: '8', paid_date: '2026-04-10' }
    const later = { ...original, paid_date: '2026-05-10' }
    expect(await finalLines([original, cancel, later])).toEqual([3])
  })

  test('keeps other claims', async () => {
    const cancel = { ...original, frequency_code: '8', paid_date: '2026-04-10' }
    expect(
      await finalLines([original, cancel, { claim_id: 'C9', paid_date: '2026-01-01' }]),
    ).toEqual([3])
  })

  test('wins over a replacement at the same position in the order', async () => {
    const both = { claim_id: 'C1', paid_date: '2026-04-10', claim_version: 2 }
    expect(
      await finalLines([
        original,
        { ...both, frequency_code: '7' },
        { ...both, frequency_code: '8', line_number: 2 },
      ]),
    ).toEqual([])
  })

  test('before a replacement keeps the replacement', async () => {
    const cancel = { ...original, frequency_code: '8', paid_date: '2026-04-01' }
    expect(await finalLines([original, cancel, replacement])).toEqual([3])
  })

  test('without a paid date comes before everything that has one', async () => {
    expect(
      await finalLines([original, { ...original, frequency_code: '8', paid_date: '' }]),
    ).toEqual([1])
  })
})

test('a reversal voids, whatever its frequency code', async () => {
  const reversal = { ...original, claim_status: 'reversed', paid_date: '2026-04-10' }
  expect(await finalLines([original, reversal])).toEqual([])
  expect(await finalLines([original, { ...replacement, claim_status: 'reversed' }])).toEqual([])
})

test('at the same position as a replacement, only the lines of the replacement remain', async () => {
  const version = { ...original, paid_date: '2026-04-10' }
  expect(
    await finalLines([
      { ...version, frequency_code: '7' },
      { ...version, line_number: 2 },
    ]),
  ).toEqual([1])
})

describe('a family', () => {
  test('includes two claims that replace the same claim, even one that was never received', async () => {
    expect(
      await finalLines([
        { claim_id: 'C5', original_claim_id: 'C0', paid_date: '2026-01-01' },
        { ...replacement, claim_id: 'C6', original_claim_id: 'C0' },
      ]),
    ).toEqual([2])
  })

  test('is not connected by denied or pending lines', async () => {
    expect(
      await finalLines([
        original,
        { claim_id: 'C2', original_claim_id: 'C1', claim_status: 'denied' },
        { claim_id: 'C2', frequency_code: '8', paid_date: '2026-06-01' },
      ]),
    ).toEqual([1])
  })

  test('is named by its lowest claim_id, however long the chain', async () => {
    const chain = Array.from({ length: 50 }, (_, i) => ({
      claim_id: `C${100 + ((i * 7) % 50)}`,
      original_claim_id: `C${100 + ((i * 7 + 7) % 50)}`,
    }))
    expect(
      await gathered(
        [...chain, { claim_id: 'D2', original_claim_id: 'D1' }, { claim_id: 'E' }],
        'select family_id, count(*) as claims from evidence.claim_family group by 1 order by 1',
      ),
    ).toEqual([
      { family_id: 'C100', claims: 50 },
      { family_id: 'D1', claims: 2 },
    ])
  })
})

describe('among the versions of a line', () => {
  test('the one paid last counts', async () => {
    expect(
      await finalLines([
        original,
        { ...original, paid_date: '2026-03-11' },
        { ...original, paid_date: '' },
      ]),
    ).toEqual([2])
  })

  test('then the highest version, as a number', async () => {
    expect(
      await finalLines([
        { ...original, claim_version: 10 },
        { ...original, claim_version: 9 },
        original,
      ]),
    ).toEqual([1])
  })

  test('then the last delivery', async () => {
    expect(
      await finalLines([
        { ...original, file_rank: 2, record: 1 },
        { ...original, file_rank: 1, record: 2 },
      ]),
    ).toEqual([1])
  })

  test('then the greatest by its columns as text', async () => {
    expect(
      await finalLines([
        { ...original, procedure_code: '99213' },
        { ...original, procedure_code: '99214' },
      ]),
    ).toEqual([2])
    expect(
      await finalLines([
        { ...original, allowed_amount: '90' },
        { ...original, allowed_amount: '100' },
      ]),
    ).toEqual([1])
  })

  test('a later one that no longer qualifies removes the one that did', async () => {
    expect(
      await finalLines([
        original,
        { ...original, paid_date: '2026-03-11', procedure_code: '80053' },
      ]),
    ).toEqual([])
  })

  test('one that was denied after the payment changes nothing', async () => {
    expect(
      await finalLines([
        original,
        { ...original, paid_date: '2026-03-11', claim_status: 'denied' },
      ]),
    ).toEqual([1])
  })
})

test('counts ties whose contents differ, but not repeats of the same line', async () => {
  const findings = await gathered<{ found: number }>(
    [
      original,
      { ...original, allowed_amount: '5' },
      { ...original, line_number: 2 },
      { ...original, line_number: 2 },
      { ...original, line_number: 3, allowed_amount: '5' },
      { ...original, line_number: 3, paid_date: '2026-03-11' },
    ],
    "select found from evidence.finding where finding = 'ambiguous_version'",
  )
  expect(findings).toEqual([{ found: 1 }])
})
