import { date, oneOf, text } from './columns.ts'
import { feed } from './contract.ts'

export const noticeResults = feed({
  name: 'notice_results',
  summary: 'What became of the notices that were to be sent.',
  grain: 'notice',
  key: ['notice_id'],
  delivery: 'incremental',
  required: false,
  isAnswer: true,
  columns: {
    notice_id: text().describe('The notice, as outbox/notices.ndjson names it.'),
    sent_on: date().describe('Day on which it was sent, or on which sending failed.'),
    channel: text().optional().describe('How it was sent: mail, portal or phone.'),
    result: oneOf('sent', 'failed').default('sent').describe('Whether it was sent.'),
  },
})
