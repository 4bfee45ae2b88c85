import { amount, date, integer, npi, oneOf, text, version } from './columns.ts'
import { feed } from './contract.ts'

export const claims = feed({
  name: 'claims',
  summary: 'Adjudicated claim lines, with all versions and corrections.',
  grain: 'claim × line × version',
  key: ['claim_id', 'line_number', 'claim_version'],
  delivery: 'incremental',
  required: false,
  columns: {
    claim_id: text().describe('Id of the claim.'),
    line_number: integer().describe('Number of the line within the claim.'),
    frequency_code: oneOf('1', '7', '8')
      .default('1')
      .describe('1 original, 7 replacement, 8 void.'),
    original_claim_id: text().optional().describe('Claim that this one replaces or voids.'),
    claim_version: version()
      .optional()
      .describe('Version of the claim, a number; the greatest is the latest.'),
    claim_status: oneOf('paid', 'denied', 'pending', 'reversed')
      .default('paid')
      .describe('Adjudication status of the line.'),
    member_id: text().describe('Member who received the service.'),
    provider_id: text()
      .optional()
      .describe(
        'Rendering provider, else billing provider. Required unless provider_npi and billing_tin are given.',
      ),
    provider_npi: npi().optional().describe('NPI of the rendering provider; requires billing_tin.'),
    billing_tin: text()
      .optional()
      .describe('Tax ID of the billing practice; requires provider_npi.'),
    service_date: date().describe('Date of service.'),
    paid_date: date().optional().describe('Adjudication date; orders the versions of a claim.'),
    procedure_code: text().describe('CPT or HCPCS code.'),
    revenue_code: text().optional().describe('Revenue code, on a facility line.'),
    bill_type: text().optional().describe('Type of bill, on a facility claim.'),
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
