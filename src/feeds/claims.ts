import { amount, date, integer, npi, oneOf, text, version } from './columns.ts'
import { feed } from './contract.ts'

export const claims = feed({
  name: 'claims',
  summary: 'Claim lines as they were adjudicated, with all their versions and corrections.',
  grain: 'claim × line × version',
  key: ['claim_id', 'line_number', 'claim_version'],
  delivery: 'incremental',
  required: false,
  columns: {
    claim_id: text().describe('The claim.'),
    line_number: integer().describe('The line within the claim.'),
    frequency_code: oneOf('1', '7', '8')
      .default('1')
      .describe('1 original, 7 replacement, 8 void.'),
    original_claim_id: text().optional().describe('The claim that this one replaces or voids.'),
    claim_version: version()
      .optional()
      .describe('Version of the claim, a number; greatest is latest.'),
    claim_status: oneOf('paid', 'denied', 'pending', 'reversed')
      .default('paid')
      .describe('How the line was adjudicated.'),
    member_id: text().describe('The member who was seen.'),
    provider_id: text()
      .optional()
      .describe(
        'Rendering provider, else billing. Required unless provider_npi and billing_tin are given.',
      ),
    provider_npi: npi().optional().describe('NPI of the rendering provider, with billing_tin.'),
    billing_tin: text()
      .optional()
      .describe('Tax id of the practice that bills, with provider_npi.'),
    service_date: date().describe('When the service was rendered.'),
    paid_date: date().optional().describe('When the claim was adjudicated; orders its versions.'),
    procedure_code: text().describe('CPT or HCPCS code.'),
    revenue_code: text().optional().describe('Revenue code of a facility line.'),
    bill_type: text().optional().describe('Type of bill of a facility claim.'),
    place_of_service: text().optional().describe('CMS place-of-service code.'),
    specialty: text().optional().describe('NUCC taxonomy code of the provider on the claim.'),
    allowed_amount: amount().optional().describe('Allowed amount in dollars.'),
    paid_amount: amount().optional().describe('Paid amount in dollars.'),
  },
  checks: [
    {
      check: 'one_group',
      column: 'provider_id',
      groups: [['provider_id'], ['provider_npi', 'billing_tin']],
    },
  ],
  correction: {
    when: { frequency_code: ['7', '8'], claim_status: ['reversed'] },
    needs: ['claim_id', 'member_id'],
  },
})
